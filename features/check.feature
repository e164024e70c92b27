Feature: What a server sent is judged without the server

  Scenario: A dialogue out of a bug report
    Given the file "report.txt"
      """
      S: * OK hello
      C: a1 NOOP
      S: * 1 FETCH ()
      S: a1 OK done
      """
    When I run `mailspec check --imap report.txt`
    Then the exit code is 1
    And the output says "imap/fetch"
    And the output says "report.txt:3"

  Scenario: Several sessions that look at one mailbox
    Given the file "two.txt"
      """
      C[one]: a1 SELECT INBOX
      S[one]: * 1 EXISTS
      S[one]: * OK [UIDVALIDITY 7] valid
      S[one]: a1 OK selected
      C[two]: b1 SELECT INBOX
      S[two]: * 1 EXISTS
      S[two]: * OK [UIDVALIDITY 7] valid
      S[two]: b1 OK selected
      C[one]: a2 FETCH 1 (UID RFC822.SIZE)
      S[one]: * 1 FETCH (UID 9 RFC822.SIZE 5)
      C[two]: b2 FETCH 1 (UID RFC822.SIZE)
      S[two]: * 1 FETCH (UID 9 RFC822.SIZE 6)
      """
    When I run `mailspec check --imap two.txt`
    Then the exit code is 1
    And the output says "imap/message-immutable"

  Scenario: A broken SHOULD decides where it is asked for
    Given the file "capture.txt"
      """
      S: * SERCH 2 3
      """
    When I run `mailspec check --imap capture.txt`
    Then the exit code is 0
    When I run `mailspec check --imap capture.txt --level should`
    Then the exit code is 1

  Scenario: An extension that changes nothing is an error
    Given the file "capture.txt"
      """
      S: * 3 EXISTS
      """
    When I run `mailspec check --imap capture.txt --enabled IMAP4rev3`
    Then the exit code is 2
    And the error says "IMAP4rev2"

  Scenario: A rule that is broken often is told once
    Given the file "often.txt"
      """
      S: * OK hello
      C: a1 LOGIN alice sesame
      S: a1 OK in
      C: a2 NOOP
      S: * 0 EXPUNGE
      S: * 0 FETCH (UID 3)
      S: a2 OK done
      S: * 0 EXPUNGE
      """
    When I run `mailspec check --imap often.txt`
    Then the exit code is 1
    And the output says "often.txt:5"
    And the output says "C: a2 NOOP"
    And the output says "3 times, the others in lines 6, 8"
    And the output does not say "sesame"
    And the output does not say "often.txt:6"
    When I run `mailspec check --imap often.txt --all`
    Then the output says "often.txt:8"

  Scenario: A rule that is known to be broken decides nothing
    Given the file "known.toml"
      """
      [[known]]
      rule = "imap/fetch"
      clause = "RFC 3501 §9"
      reason = "An old server; a new one is ordered."
      """
    And the file "report.txt"
      """
      S: * OK hello
      S: * 1 FETCH ()
      """
    When I run `mailspec check --imap report.txt --known known.toml`
    Then the exit code is 0
    And the output says "An old server; a new one is ordered."
    When I run `mailspec check --imap report.txt --known missing.toml`
    Then the exit code is 2

  Scenario: A listing without its end
    Given the file "listing.txt"
      """
      S: +OK hello
      C: LIST
      S: +OK
      S: 1 120
      C: QUIT
      S: +OK bye
      """
    When I run `mailspec check --pop3 listing.txt`
    Then the exit code is 1
    And the output says "pop3/multi-line-end"
    And the output says "listing.txt:6"

  Scenario: A dialogue with something before its marks is recognised and not mistaken
    Given the file "stamped.txt"
      """
      10:00:00 S: * OK hello
      10:00:01 C: a1 NOOP
      10:00:01 S: a1 OK done
      """
    When I run `mailspec check --imap stamped.txt`
    Then the output says "begin each with `C: ` or `S: `"

  Scenario: Whether UTF-8 was agreed on is not in a file without the client's lines
    Given the file "server.txt"
      """
      S: * LIST () "/" "café"
      """
    When I run `mailspec check --imap server.txt`
    Then the exit code is 1
    And the output says "--enabled UTF8=ACCEPT"
    When I run `mailspec check --imap server.txt --enabled UTF8=ACCEPT`
    Then the exit code is 0
