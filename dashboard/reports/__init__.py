"""Reports that can be forwarded: one content, written as PDF, HTML, PPTX or XLSX."""
