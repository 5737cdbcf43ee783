raise SystemExit("the message")
