Feature: Any client's sessions are judged on their way
  Scenario: A server with a fault of syntax
    Given a reference server with the fault "imap-body-has-extension-data"
    And a watch in front of its imap
    When I run `mailspec run imap/fetch --imap {watch} --account alice:sesame --delivery imap-append`
    And the watch is interrupted
    Then the exit code is 1
    And the output says "RULE imap/"
    And the output says "imap session"
    And the output does not say "sesame"
    And the file "watch.json" says "imap/"

  Scenario: A server without a fault
    Given a reference server
    And a watch in front of its imap
    When I run `mailspec run imap/fetch --imap {watch} --account alice:sesame --delivery imap-append`
    And the watch is interrupted
    Then the exit code is 0
    And the output says "no rule is broken"

  Scenario: A way that cannot be read
    When I run `mailspec watch --imap 143`
    Then the exit code is 2
    And the error says "HOST:PORT=HOST:PORT"

  Scenario: A rule is explained, and its requirement names it
    When I run `mailspec explain imap/nz-number`
    Then the exit code is 0
    And the output says "wrong:"
    When I run `mailspec explain rfc3501/uid-never-reused`
    Then the output says "imap/uid-reused"
    When I run `mailspec list --rules --protocol pop3`
    Then the output says "pop3/status"
    And the output does not say "imap/"
