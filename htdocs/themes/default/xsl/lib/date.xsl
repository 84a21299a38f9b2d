<?xml version="1.0" encoding="UTF-8"?>
<!--
  date.xsl - dates and times for people. The patterns are messages: "date-time", "date",
  "date-short", "time-short" and "date-month" with {year} {month} {day} {hour} {minute} {month-name} {weekday-name}; month and day
  are not padded, hour and minute are.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="published|restored|countered|decided|updated|removed|correction|received|answered|accepted|due|due-before|at|revised|hotline-league/from|hotline-league/to|ends" mode="time">
    <xsl:param name="form" select="'date-time'"/>
    <time datetime="{@datetime}">
      <xsl:call-template name="fill-date">
        <xsl:with-param name="text" select="string(key('message', $form))"/>
      </xsl:call-template>
    </time>
  </xsl:template>

  <!-- In short lists: month and day, and the year too where it is not the newest story's year
       (the page may lie in a cache, so there is no "today" to compare with). -->
  <xsl:variable name="newest-year" select="($page/front/latest/teaser|$page/*/list/teaser|$page/article)[1]/published/@year"/>

  <xsl:template match="published" mode="short-time">
    <xsl:apply-templates select="." mode="time">
      <xsl:with-param name="form">
        <xsl:choose>
          <xsl:when test="@year = $newest-year">date-short</xsl:when>
          <xsl:otherwise>date</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <!-- The same with the time of day, for what is fresh. -->
  <xsl:template match="published" mode="fresh-time">
    <xsl:apply-templates select="." mode="time">
      <xsl:with-param name="form">
        <xsl:choose>
          <xsl:when test="@year = $newest-year">time-short</xsl:when>
          <xsl:otherwise>date</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <!-- The context is the element with the parts of the date. -->
  <xsl:template name="fill-date">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="contains($text, '{')">
        <xsl:variable name="hole" select="substring-before(substring-after($text, '{'), '}')"/>
        <xsl:value-of select="substring-before($text, '{')"/>
        <xsl:choose>
          <xsl:when test="$hole = 'hour'"><xsl:value-of select="format-number(@hour, '00')"/></xsl:when>
          <xsl:when test="$hole = 'minute'"><xsl:value-of select="format-number(@minute, '00')"/></xsl:when>
          <xsl:when test="$hole = 'month-name'"><xsl:value-of select="key('message', concat('month-', @month))"/></xsl:when>
          <xsl:when test="$hole = 'weekday-name'"><xsl:value-of select="key('message', concat('weekday-', @weekday))"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="@*[name() = $hole]"/></xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="fill-date">
          <xsl:with-param name="text" select="substring-after(substring-after($text, '{'), '}')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
