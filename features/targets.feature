Feature: Targets are described, verified, started and found
  Scenario: A profile
    Given a reference server
    And the file "mailspec.toml"
      """
      [target.lab]
      host = "127.0.0.1"
      domain = "example.test"
      smtp = { port = {smtp.port} }
      pop3 = { port = {pop3.port} }
      imap = { port = {imap.port} }
      account = [
        { user = "alice", password = "sesame" },
        { user = "bob", password-env = "MAILSPEC_TEST_PASSWORD" },
      ]
      """
    When I run `mailspec run pop3/transaction imap/select mailflow --target lab`
    Then the exit code is 0

  Scenario: Sessions protected by STARTTLS
    Given a reference server
    When I run `mailspec run imap/fetch pop3/list --imap {imap}?tls=starttls --pop3 {pop3}?tls=starttls`
    Then the exit code is 0

  Scenario: A mailbox whose rights a case took away is no burden to the next run
    Given a reference server
    When I run `mailspec run imap/acl/delete-needs-x --imap {imap}`
    Then the exit code is 0
    When I run `mailspec run imap/acl/delete-needs-x --imap {imap}`
    Then the exit code is 0

  Scenario: A spawned server is waited for, used and stopped
    When I run `mailspec run pop3/list --pop3 pop3://alice:sesame@{free} --spawn '{mailspec} serve --account alice:sesame --pop3 {free} --imap {free2}' --imap {free2}`
    Then the exit code is 0

  Scenario: A spawned server that ends at once
    When I run `mailspec run pop3/list --pop3 pop3://alice:sesame@{free} --spawn 'echo it hurts; exit 7'`
    Then the exit code is 3
    And the error says "it hurts"

  Scenario: Probing a host writes a profile to start from
    Given a reference server
    When I run `mailspec probe 127.0.0.1 --port imap={imap.port} --port imaps={imaps.port} --port pop3={pop3.port} --write found.toml`
    Then the exit code is 0
    And the output says "IMAP4REV1"
    And the file "found.toml" says "[target.mine.imap]"

  Scenario: Implicit TLS
    Given a reference server
    When I run `mailspec run imap/fetch --imaps imaps://alice:sesame@{imaps.address}`
    Then the exit code is 0
