<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:func="http://exslt.org/functions" xmlns:f="urn:f">
  <xsl:template match="/"/>
  <func:script implements-prefix="f" language="javascript"/>
</xsl:stylesheet>
