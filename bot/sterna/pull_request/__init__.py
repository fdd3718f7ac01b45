"""Pure text: the section, the checklist, the gate."""
