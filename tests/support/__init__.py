"""The test ground: databases, clock, browser, Ralph, network guard, and the table printed at the end.

What must not live here: tests of the product (only `test_ground.py`, which tests this ground), and
doubles of our own code. A missing piece (no Chromium, no Ralph) is a failure with a clear sentence,
never a skip.
"""
