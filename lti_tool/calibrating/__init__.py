"""`parcours calibrate`: from the stored answers to a file that a person reads and signs.

Here: what is read in the database, the proposal, its YAML. Not here: the estimates (`adaptive.calibration`),
loading a signed file (`content.calibration`), using it (`assessment.estimate`). Nothing here
changes anything: a proposal has no effect until somebody has signed it and put it with the content.
"""
