"""Tests of `content`: the loader's messages, the rules, and the items that we ship."""
