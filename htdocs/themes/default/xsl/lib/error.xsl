<?xml version="1.0" encoding="UTF-8"?>
<!--
  error.xsl - a page that cannot be shown: what happened, what is public about it, what to do next.
  It must also work with nothing but <site>: with the database gone there is no navigation.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="error" mode="main">
    <div class="error-page">
      <p class="status" aria-hidden="true"><xsl:value-of select="$page/@status"/></p>
      <h1><xsl:call-template name="page-name"/></h1>
      <p class="standfirst">
        <xsl:call-template name="message">
          <xsl:with-param name="key">
            <xsl:choose>
              <xsl:when test="@reason = 'removed' and not(removal/*)">error-removed-bare-text</xsl:when>
              <xsl:otherwise><xsl:value-of select="concat('error-', @reason, '-text')"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </p>
      <xsl:apply-templates select="removal"/>
      <xsl:call-template name="error-actions"/>
      <xsl:call-template name="error-phone"/>
    </div>
  </xsl:template>

  <!-- 451: only what may be told; what is not there is not hinted at. -->
  <xsl:template match="removal">
    <xsl:if test="removed or cause or claimant">
      <dl class="removal">
        <xsl:if test="@item">
          <dt><xsl:value-of select="key('message', 'removal-what')"/></dt>
          <dd><xsl:value-of select="key('message', concat('item-', @item))"/></dd>
        </xsl:if>
        <xsl:if test="removed">
          <dt><xsl:value-of select="key('message', 'removal-when')"/></dt>
          <dd><xsl:apply-templates select="removed" mode="time"/></dd>
        </xsl:if>
        <xsl:if test="cause">
          <dt><xsl:value-of select="key('message', 'removal-cause')"/></dt>
          <dd><xsl:value-of select="cause"/></dd>
        </xsl:if>
        <xsl:if test="claimant">
          <dt><xsl:value-of select="key('message', 'removal-claimant')"/></dt>
          <dd><xsl:value-of select="claimant"/></dd>
        </xsl:if>
      </dl>
    </xsl:if>
    <xsl:if test="@ledger">
      <p><a href="{@ledger}"><xsl:value-of select="key('message', 'removal-ledger')"/></a></p>
    </xsl:if>
    <xsl:if test="@counter">
      <p>
        <xsl:value-of select="key('message', 'removal-counter')"/>
        <xsl:text> </xsl:text>
        <a href="{@counter}"><xsl:value-of select="key('message', 'copyright-counter')"/></a>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- With the database gone the lists would fail too: only the front page, which may be cached. -->
  <xsl:template name="error-actions">
    <h2><xsl:value-of select="key('message', 'error-next')"/></h2>
    <p class="actions">
      <xsl:if test="way"><a class="button strong" href="{way/@href}"><xsl:value-of select="way"/></a></xsl:if>
      <a class="button" href="{$site/@home}">
        <xsl:if test="not(way)"><xsl:attribute name="class">button strong</xsl:attribute></xsl:if><xsl:value-of select="key('message', 'go-home')"/></a>
      <xsl:if test="@reason != 'database'">
        <a class="button" href="{$site/@latest}"><xsl:value-of select="key('message', 'go-latest')"/></a>
        <a class="button" href="{$site/@tags}"><xsl:value-of select="key('message', 'go-tags')"/></a>
        <xsl:if test="$site/@archive">
          <a class="button" href="{$site/@archive}"><xsl:value-of select="key('message', 'go-archive')"/></a>
        </xsl:if>
        <xsl:if test="@reason = 'removed' and $site/@copyright">
          <a class="button" href="{$site/@copyright}"><xsl:value-of select="key('message', 'copyright')"/></a>
        </xsl:if>
      </xsl:if>
    </p>
  </xsl:template>

  <!-- The newsroom's number: the one for rights where something was removed, else the hotline. -->
  <xsl:template name="error-phone">
    <xsl:variable name="kind">
      <xsl:choose><xsl:when test="@reason = 'removed'">notice</xsl:when><xsl:otherwise>hotline</xsl:otherwise></xsl:choose>
    </xsl:variable>
    <xsl:variable name="phone" select="($site/phone[@kind = $kind]|$site/phone[not($site/phone/@kind = $kind)])[1]"/>
    <xsl:if test="$phone">
      <p class="ask">
        <xsl:call-template name="label">
          <xsl:with-param name="key">
            <xsl:text>error-ask</xsl:text>
            <xsl:if test="@reason = 'removed' or @reason = 'database'"><xsl:value-of select="concat('-', @reason)"/></xsl:if>
          </xsl:with-param>
        </xsl:call-template>
        <a href="{$phone/@tel}"><xsl:value-of select="$phone"/></a>
      </p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
