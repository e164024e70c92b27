Feature: Reports for people and for programs
  Scenario: JSON and JUnit beside the terminal
    When I run `mailspec run pop3 --fault pop3-rset-does-nothing --json report.json --junit report.xml`
    Then the exit code is 1
    And the JSON report "report.json" is complete
    And the JSON report "report.json" has a case with status "failed"
    And the file "report.xml" says "<failure"
    And the file "report.xml" says "RFC 1939"

  Scenario: The list of cases as JSON
    When I run `mailspec list pop3 --json`
    Then the exit code is 0
    And the output says "\"requirements\""

  Scenario: A requirement explained
    When I run `mailspec explain rfc1939/rset-unmarks`
    Then the exit code is 0
    And the output says "RFC 1939 §5"
    And the output says "case pop3/"

  Scenario: A misspelt requirement
    When I run `mailspec explain rfc1939/rset-unmark`
    Then the exit code is 2
    And the error says "did you mean rfc1939/rset-unmarks?"

  Scenario: Coverage
    When I run `mailspec coverage`
    Then the exit code is 0
    And the output says "faults, 0 of them without a case or a rule"
    And the output says "0 do neither"
    And the output says "RFC 1939"

  Scenario: Formatting changes nothing that is laid out already
    Given the transcript "mine.transcript"
      """
      Title:   Sloppy
      Protocol: pop3
      Covers: rfc1939/greeting-positive
      S:   +OK
      """
    When I run `mailspec fmt --check mine.transcript`
    Then the exit code is not 0

  Scenario: Shares of the work add up
    When I run `mailspec list pop3 --shard 1/2`
    And I remember the number of lines
    And I run `mailspec list pop3 --shard 2/2`
    And I add the number of lines
    And I run `mailspec list pop3`
    Then the number of lines is the sum
