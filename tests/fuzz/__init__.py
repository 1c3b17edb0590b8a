"""Requests that nobody would write: login, launch, and every address of the application.

A few hundred in the normal suite; `make fuzz` sends as many as `PARCOURS_FUZZ_EXAMPLES` asks for. What
must hold is in `ground.Target.check`: no failure of ours, a page in French, nothing created on refusal.
"""
