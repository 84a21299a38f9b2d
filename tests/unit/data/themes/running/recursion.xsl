<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><html><xsl:call-template name="again"/></html></xsl:template>
  <xsl:template name="again"><p><xsl:call-template name="again"/></p></xsl:template>
</xsl:stylesheet>
