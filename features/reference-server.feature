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

  Scenario: A file says what it is to be
    Given the file "hello.eml"
      """
      Subject: hello
      """
    And the file "serve.toml"
      """
      domain = "test.example"
      hostname = "mx.test.example"
      clock = "2026-01-31T12:00:00Z"
      seed = 7
      faults = ["pop3-noop-err"]
      troubles = ["reply:HELO:2=451 4.3.0 try again"]
      control = "127.0.0.1:0"

      [listen]
      smtp = "127.0.0.1:0"
      pop3 = "127.0.0.1:0"

      [limits]
      connections = 20

      [[account]]
      name = "carol"
      password = "secret"
      quota = 100000
      messages = ["hello.eml"]
      """
    And the server `mailspec serve --config serve.toml`
    When I say "HELO a\r\nHELO a\r\nQUIT\r\n" to its smtp port
    Then the output says "220 mx.test.example"
    And the output says "451 4.3.0 try again"
    When I say "USER carol\r\nPASS secret\r\nLIST\r\nNOOP\r\nQUIT\r\n" to its pop3 port
    Then the output says "maildrop has 1 messages"
    And the output says "-ERR"

  Scenario: A file with a word that it does not know is an error that names it
    Given the file "serve.toml"
      """
      [limits]
      conections = 20
      """
    When I run `mailspec serve --config serve.toml`
    Then the exit code is 2
    And the error says "conections"

  Scenario: A trouble that is none is an error that says what there is
    When I run `mailspec serve --trouble delay:soon`
    Then the exit code is 2
    And the error says "500ms or 2s"

  Scenario: Another program looks after accounts, messages and faults over HTTP
    Given the server `mailspec serve --pop3 127.0.0.1:0 --account alice:sesame --control`
    When I ask the control API to `POST /accounts` with
      """
      {"name": "dave", "password": "secret"}
      """
    Then it answers 201
    When I ask the control API to `POST /accounts/dave/mailboxes/INBOX/messages` with
      """
      Subject: from a test
      """
    Then it answers 201
    And the output says ""uid":1"
    When I say "USER dave\r\nPASS secret\r\nRETR 1\r\nQUIT\r\n" to its pop3 port
    Then the output says "Subject: from a test"
    When I ask the control API to `PUT /faults` with
      """
      {"faults": ["pop3-noop-err"], "troubles": ["pop3/close-after:5"]}
      """
    Then it answers 200
    When I say "NOOP\r\n" to its pop3 port
    Then the output does not say "ready"
    When I ask the control API to `POST /reset`
    Then it answers 204
    When I ask the control API to `GET /accounts/dave/mailboxes/INBOX/messages`
    Then it answers 200
    And the output says ""messages":[]"
    When I ask the control API to `GET /accounts/eve/mailboxes`
    Then it answers 404
    And the output says "no account"
