"""Simulated environments: a real task, marked by what was done.

One folder a simulator: its scene (what an author writes), its reducer (what an action changes), and,
under `static/js/simulators/`, the module that plays it. The browser gets the scene and sends back a
journal of actions; the server replays the journal from the scene and judges the state that *it* reached.
A state sent by a browser is never read.

What must not live here: an item's solution in a scene, a brand or the look of a real product, anything
that needs Flask, SQL or a network.
"""
