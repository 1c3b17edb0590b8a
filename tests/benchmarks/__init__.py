"""Small measures, printed as ratios against a baseline taken in the same run; no test here fails on a time.

What must not live here: a claim about absolute speed, or anything that takes more than some seconds.
"""
