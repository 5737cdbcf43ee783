//! Whoever waits may be cancelled, and nothing is lost. Random programs; a failure prints its seed.
