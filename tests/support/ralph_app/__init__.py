"""What Ralph's own Python runs. Nothing of ours may be imported here, nor this folder by ours."""
