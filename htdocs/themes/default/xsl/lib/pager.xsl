<?xml version="1.0" encoding="UTF-8"?>
<!--
  pager.xsl - a list of stories with its pager. Pages are known by position, not by number: a link
  to "older" stays true while new stories come in. No link means that there is nothing there.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- What a slot above shows is not listed again; where that leaves nothing, nothing is missing. -->
  <xsl:template match="list">
    <xsl:variable name="rest" select="teaser[not(key('placed', @id))]"/>
    <xsl:choose>
      <xsl:when test="$rest">
        <ul class="rows">
          <xsl:for-each select="$rest">
            <li><xsl:apply-templates select="." mode="row"/></li>
          </xsl:for-each>
        </ul>
      </xsl:when>
      <xsl:when test="teaser"/>
      <xsl:otherwise>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'empty-list'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates select="pager"/>
  </xsl:template>

  <xsl:template match="pager">
    <xsl:if test="newest or newer or older">
      <nav class="pager" aria-label="{key('message', 'pager-label')}">
        <xsl:apply-templates select="newest"/>
        <xsl:apply-templates select="newer"/>
        <xsl:apply-templates select="older"/>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template match="pager/newest">
    <a class="button newest" href="{@href}"><xsl:value-of select="key('message', 'pager-newest')"/></a>
  </xsl:template>
  <xsl:template match="pager/newer">
    <a class="button newer" href="{@href}" rel="prev">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'left'"/></xsl:call-template>
      <xsl:value-of select="key('message', 'pager-newer')"/>
    </a>
  </xsl:template>
  <xsl:template match="pager/older">
    <a class="button older" href="{@href}" rel="next">
      <xsl:value-of select="key('message', 'pager-older')"/>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'right'"/></xsl:call-template>
    </a>
  </xsl:template>

  <!-- An empty place that says so and shows a way on. -->
  <xsl:template name="nothing">
    <xsl:param name="key"/>
    <div class="nothing">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'sheet'"/></xsl:call-template>
      <p><xsl:call-template name="message"><xsl:with-param name="key" select="$key"/></xsl:call-template></p>
      <!-- From an empty front page there is nowhere to go yet. -->
      <xsl:if test="not($page/front)">
        <p class="actions">
          <a class="button" href="{$site/@home}"><xsl:value-of select="key('message', 'go-home')"/></a>
          <xsl:if test="not($page/latest-page)">
            <a class="button" href="{$site/@latest}"><xsl:value-of select="key('message', 'go-latest')"/></a>
          </xsl:if>
          <xsl:if test="$site/@archive and not($page/archive-page)">
            <a class="button" href="{$site/@archive}"><xsl:value-of select="key('message', 'go-archive')"/></a>
          </xsl:if>
        </p>
      </xsl:if>
    </div>
  </xsl:template>
</xsl:stylesheet>
