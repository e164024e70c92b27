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
