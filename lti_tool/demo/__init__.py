"""A small LMS and a small LRS, to try the tool without installing anything, and to test it strictly.

They are programs of their own: they speak HTTP to the tool and import nothing of it but its clock.
What must not live here: anything that the tool needs to run, and any shortcut past HTTP.
`live` starts them in threads for tests, `runner` starts the whole demonstration.
"""
