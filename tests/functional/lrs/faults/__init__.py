"""What becomes of statements when the way to an LRS, the LRS, the relay or the database fails.

Each trial sends the same statements through one fault, many times over, to the demo LRS and to Ralph, and
counts: sent, received, duplicates, lost. `make faults` does it with 10,000 statements and prints the table.
"""
