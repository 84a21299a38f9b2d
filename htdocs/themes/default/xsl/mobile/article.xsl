<?xml version="1.0" encoding="UTF-8"?>
<!-- article.xsl - what a phone shows otherwise on the page of one story. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
</xsl:stylesheet>
