<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="../../good/xsl/desktop.xsl"/>
  <xsl:variable name="accent">red</xsl:variable>
  <xsl:template match="item[@big]">
    <xsl:apply-imports/><li>!</li>
  </xsl:template>
</xsl:stylesheet>
