<?xml version="1.0" encoding="UTF-8"?>
<!-- The default desktop sheet, but short lists show the day before the title. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="../../default/xsl/desktop.xsl"/>
  <xsl:variable name="bar-color" select="'#235220'"/>
  <xsl:variable name="bar-color-dark" select="'#1b3a19'"/>

  <xsl:template match="teaser" mode="line">
    <article class="story line">
      <xsl:apply-templates select="published" mode="short-time"/>
      <xsl:call-template name="teaser-title"/>
    </article>
  </xsl:template>
</xsl:stylesheet>
