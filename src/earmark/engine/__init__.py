"""Detection: text in, scores and spans out. No storage, network, clock, log or event loop in here."""
