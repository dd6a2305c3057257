"""Streamlit pages that show metrics; they arrange and never compute."""
