<?xml version="1.0" encoding="UTF-8"?>
<!--
  date.xsl - dates and times for people. The patterns are messages: "date-time", "date" and
  "date-short" with {year} {month} {day} {hour} {minute} {month-name} {weekday-name}; month and day
  are not padded, hour and minute are.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:str="http://exslt.org/strings" exclude-result-prefixes="str">

  <xsl:template match="published|updated|removed" mode="time">
    <xsl:param name="form" select="'date-time'"/>
    <time datetime="{@datetime}">
      <xsl:call-template name="date-text"><xsl:with-param name="form" select="$form"/></xsl:call-template>
    </time>
  </xsl:template>

  <!-- In short lists: month and day, and the year too where it is not the newest story's year
       (the page may lie in a cache, so there is no "today" to compare with). -->
  <xsl:template match="published" mode="short-time">
    <xsl:apply-templates select="." mode="time">
      <xsl:with-param name="form">
        <xsl:choose>
          <xsl:when test="@year = ($page/front/latest/teaser|$page/*/list/teaser)[1]/published/@year">date-short</xsl:when>
          <xsl:otherwise>date</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template name="date-text">
    <xsl:param name="form"/>
    <xsl:variable name="a" select="str:replace(string(key('message', $form)), '{year}', string(@year))"/>
    <xsl:variable name="b" select="str:replace(string($a), '{month}', string(@month))"/>
    <xsl:variable name="c" select="str:replace(string($b), '{day}', string(@day))"/>
    <xsl:variable name="d" select="str:replace(string($c), '{hour}', format-number(@hour, '00'))"/>
    <xsl:variable name="e" select="str:replace(string($d), '{minute}', format-number(@minute, '00'))"/>
    <xsl:variable name="f" select="str:replace(string($e), '{month-name}',
        string(key('message', concat('month-', @month))))"/>
    <xsl:value-of select="str:replace(string($f), '{weekday-name}',
        string(key('message', concat('weekday-', @weekday))))"/>
  </xsl:template>
</xsl:stylesheet>
