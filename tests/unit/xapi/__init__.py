"""Tests of `xapi`, against a real HTTP server on loopback and an outbox in memory; no patching."""
