Feature: The reference server by itself
  Scenario: It says where it listens
    Given a reference server
    Then it printed a line "imap 127.0.0.1" and a port

  Scenario: What SMTP accepts is in the POP3 and IMAP mailbox
    Given a reference server
    When I run `mailspec run mailflow --account alice:sesame --account bob:sesame2 --domain example.test --smtp {smtp} --submission {submission} --pop3 {pop3} --imap {imap} --lmtp {lmtp}`
    Then the exit code is 0

  Scenario: Its faults are listed
    When I run `mailspec serve --list-faults`
    Then the exit code is 0
    And the output says "pop3-dele-acts-at-once"

  Scenario: An unknown fault is an error that names the closest
    When I run `mailspec run pop3 --fault pop3-dele-act-at-once`
    Then the exit code is 2
    And the error says "pop3-dele-acts-at-once"
