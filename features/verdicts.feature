Feature: One command judges a mail server, clause by clause
  A person who runs, writes or marks a mail server types one command and learns what it gets wrong.

  Scenario: The embedded server breaks nothing
    When I run `mailspec run pop3/transaction smtp/rset imap/select`
    Then the exit code is 0
    And the output says "nothing is broken that MUST hold"

  Scenario: A broken server fails, with the clause and the dialogue
    Given a reference server with the fault "pop3-rset-does-nothing"
    When I run `mailspec run pop3 --pop3 {pop3} --imap {imap}`
    Then the exit code is 1
    And the output says "FAIL pop3/"
    And the output says "RFC 1939 §5"
    And the output says "C: RSET␍␊"
    And the output says "mailspec explain rfc1939/"
    And the output does not say "sesame"

  Scenario: Three faults, three named findings
    When I run `mailspec run pop3 imap smtp --fault pop3-dele-twice-ok --fault imap-body-peek-sets-seen --fault smtp-rset-keeps-recipients`
    Then the exit code is 1
    And the output says "FAIL pop3/"
    And the output says "FAIL imap/"
    And the output says "FAIL smtp/"

  Scenario: A broken SHOULD is told and fails the run only when asked
    Given the transcript "mine.transcript"
      """
      Title: The greeting speaks of llamas
      Protocol: pop3
      Covers: rfc1939/greeting-positive
      State: authorization

      C: NOSUCHCOMMAND
      S: +OK
      S~ -ERR
      """
    When I run `mailspec run mine.transcript`
    Then the exit code is 0
    And the output says "NON-STRICT"
    When I run `mailspec run mine.transcript --level should`
    Then the exit code is 1

  Scenario: What the server does not announce is skipped, and the report says what is missing
    Given the transcript "etrn.transcript"
      """
      Title: Nothing announces this
      Protocol: smtp
      Covers: rfc5321/noop-250
      Requires: CONNEG
      State: ehlo

      C: NOOP
      S: 250
      """
    When I run `mailspec run etrn.transcript`
    Then the exit code is 4
    And the output says "not announced: CONNEG"

  Scenario: An assumption that does not hold is neither a pass nor a failure
    Given the transcript "assume.transcript"
      """
      Title: Only about servers that answer NOOP with 299
      Protocol: smtp
      Covers: rfc5321/noop-250
      State: ehlo

      C: NOOP
      S= 299
      """
    When I run `mailspec run assume.transcript`
    Then the exit code is 4
    And the output says "skipped 1: the server took a way that the RFC leaves open"

  Scenario: One case alone learns of what is announced after login only
    When I run `mailspec run imap/metadata/before-login`
    Then the exit code is 0
    And the output says "1 case ran"

  Scenario: An option before the subcommand
    When I run `mailspec --slow list`
    Then the exit code is 2
    And the error says "options stand behind the subcommand: mailspec list --OPTION"
