Feature: Whatever is wrong is said with what, where and what to do
  Scenario: A transcript that does not parse
    Given the transcript "bad.transcript"
      """
      Title: A misspelt field
      Protocl: pop3
      Covers: rfc1939/greeting-positive

      S: +OK
      """
    When I run `mailspec run bad.transcript --json report.json`
    Then the exit code is 2
    And the error says "bad.transcript:2:1"
    And the error says "Protocol"
    And the JSON report "report.json" is complete

  Scenario: A profile with a typo
    Given the file "mailspec.toml"
      """
      [target.lab]
      host = "127.0.0.1"
      imapp = { port = 143 }
      """
    When I run `mailspec run --target lab`
    Then the exit code is 2
    And the error says "imapp"
    And the error says "mailspec.toml"

  Scenario: A target that the profile does not name
    Given the file "mailspec.toml"
      """
      [target.lab]
      host = "127.0.0.1"
      """
    When I run `mailspec run --target lap`
    Then the exit code is 2
    And the error says "it names lab"

  Scenario: Nothing listens there
    When I run `mailspec run pop3 --pop3 pop3://a:b@{closed} --junit report.xml`
    Then the exit code is 3
    And the error says "connection refused"
    And the file "report.xml" says "connection refused"

  Scenario: A wrong password
    Given a reference server
    When I run `mailspec run pop3 --pop3 pop3://alice:not-the-one@{pop3.address}`
    Then the exit code is 3
    And the error says "login as alice"
    And the error does not say "not-the-one"

  Scenario: A login that is taken under TLS only
    Given the server `mailspec serve --submission 127.0.0.1:0 --account alice:sesame --control --trouble 'reply:AUTH=530 5.7.0 first'`
    When I run `mailspec run submission --submission submission://alice:sesame@{submission.address}`
    Then the exit code is 3
    And the error says "?tls=starttls"

  Scenario: A domain that is not local
    Given a reference server
    When I run `mailspec run smtp/rset --smtp {smtp} --domain elsewhere.test`
    Then the exit code is 3
    And the error says "is elsewhere.test the local domain?"

  Scenario: A certificate that cannot be trusted is told
    Given a reference server
    When I run `mailspec run imap/fetch --imaps imaps://alice:sesame@{imaps.address}`
    Then the output says "is not to be trusted"

  Scenario: Nothing selected
    When I run `mailspec run pop3/transaktion`
    Then the exit code is 4
    And the error says "no case is called"

  Scenario Outline: A server that <does> ends in a verdict
    Given a server that <does>
    When I run `mailspec run pop3 --pop3 pop3://a:b@{odd.address} --timeout 2 --json report.json`
    Then the exit code is 3
    And the error says "<says>"
    And the JSON report "report.json" is complete

    Examples:
      | does                         | says                                       |
      | says nothing                 | no answer within                           |
      | sends one octet and no more  | only the beginning of one                  |
      | closes at once               | the server closed the connection           |
      | sends binary                 | the pop3 greeting: the server answered     |
      | sends megabytes on one line  | only the beginning of one                  |
      | sends an octet now and then  | only the beginning of one                  |
      | closes in mid-reply          | in the middle of its answer: +OK half a l  |
