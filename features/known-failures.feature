Feature: Known failures are reported, and news is news
  Background:
    Given a reference server with the fault "pop3-dele-twice-ok"

  Scenario: A known failure does not fail the run
    Given the file "known.toml"
      """
      [[known]]
      case = "pop3/transaction/dele-twice"
      clause = "RFC 1939 §5"
      reason = "An old server; a new one is ordered."
      """
    When I run `mailspec run pop3/transaction/dele-twice --pop3 {pop3} --imap {imap} --known known.toml`
    Then the exit code is 0
    And the output says "An old server; a new one is ordered."

  Scenario: A known failure that passes now fails the run
    Given the file "known.toml"
      """
      [[known]]
      case = "pop3/transaction/stat"
      clause = "RFC 1939 §5"
      reason = "It once miscounted."
      """
    When I run `mailspec run pop3/transaction/stat --pop3 {pop3} --imap {imap} --known known.toml`
    Then the exit code is 1
    And the output says "FIXED"

  Scenario: A known failure that fails in another way fails the run
    Given the file "known.toml"
      """
      [[known]]
      case = "pop3/transaction/dele-twice"
      clause = "RFC 1939 §5"
      reason = "An old server; a new one is ordered."
      shows = "the connection"
      """
    When I run `mailspec run pop3/transaction/dele-twice --pop3 {pop3} --imap {imap} --known known.toml`
    Then the exit code is 1
    And the output says "CHANGED pop3/transaction/dele-twice"
    And the output says "FAIL pop3/transaction/dele-twice"

  Scenario: A known failure that names no case is an error
    Given the file "known.toml"
      """
      [[known]]
      case = "pop3/no-such-case"
      clause = "RFC 1939 §5"
      reason = "none"
      """
    When I run `mailspec run pop3 --pop3 {pop3} --imap {imap} --known known.toml`
    Then the exit code is 2
    And the error says "there is no case"

  Scenario: A rule that is named as a case is an error that says how it is named
    Given the file "known.toml"
      """
      [[known]]
      case = "pop3/status"
      clause = "RFC 1939 §3"
      reason = "none"
      """
    When I run `mailspec run pop3 --pop3 {pop3} --imap {imap} --known known.toml`
    Then the exit code is 2
    And the error says "it is a rule: write `rule =`"
