<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="deeper/list.xsl"/>
  <xsl:template name="foot">
    <footer><xsl:value-of select="count(//item)"/></footer>
  </xsl:template>
</xsl:stylesheet>
