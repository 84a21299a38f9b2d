This is a text and no sheet.
