<?xml version="1.0" encoding="UTF-8"?>
<!--
  archive.xsl - what was published when: the years with their months, a month as a calendar, a day
  with its list and the calendar around it. Imported by pages.xsl.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="archive-page" mode="main">
    <header class="page-head">
      <h1><xsl:call-template name="archive-name"/></h1>
      <xsl:if test="year"><p><xsl:value-of select="key('message', 'archive-intro')"/></p></xsl:if>
    </header>
    <xsl:apply-templates select="year"/>
    <div>
      <xsl:attribute name="class">archive<xsl:if test="list"> archive-day</xsl:if></xsl:attribute>
      <xsl:apply-templates select="calendar"/>
      <xsl:if test="list"><div class="archive-list"><xsl:apply-templates select="list"/></div></xsl:if>
    </div>
    <xsl:call-template name="archive-neighbours"/>
    <xsl:if test="not(year or calendar or list)">
      <xsl:call-template name="nothing"><xsl:with-param name="key" select="'empty-list'"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The name of the page: the archive, a month of it, or a day. -->
  <xsl:template name="archive-name">
    <xsl:variable name="calendar" select="$page/archive-page/calendar"/>
    <xsl:choose>
      <xsl:when test="$page/archive-page/list and $calendar/day[@current]">
        <xsl:call-template name="fill-parts">
          <xsl:with-param name="form" select="'date'"/>
          <xsl:with-param name="year" select="$calendar/@year"/>
          <xsl:with-param name="month" select="$calendar/@month"/>
          <xsl:with-param name="day" select="$calendar/day[@current]/@number"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$calendar">
        <xsl:call-template name="fill-parts">
          <xsl:with-param name="form" select="'date-month'"/>
          <xsl:with-param name="year" select="$calendar/@year"/>
          <xsl:with-param name="month" select="$calendar/@month"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="key('message', 'archive')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A date whose parts do not stand on one element. -->
  <xsl:template name="fill-parts">
    <xsl:param name="form"/>
    <xsl:param name="text" select="string(key('message', $form))"/>
    <xsl:param name="year"/>
    <xsl:param name="month"/>
    <xsl:param name="day"/>
    <xsl:choose>
      <xsl:when test="contains($text, '{')">
        <xsl:variable name="hole" select="substring-before(substring-after($text, '{'), '}')"/>
        <xsl:value-of select="substring-before($text, '{')"/>
        <xsl:choose>
          <xsl:when test="$hole = 'year'"><xsl:value-of select="$year"/></xsl:when>
          <xsl:when test="$hole = 'month'"><xsl:value-of select="$month"/></xsl:when>
          <xsl:when test="$hole = 'month-name'"><xsl:value-of select="key('message', concat('month-', $month))"/></xsl:when>
          <xsl:when test="$hole = 'day'"><xsl:value-of select="$day"/></xsl:when>
        </xsl:choose>
        <xsl:call-template name="fill-parts">
          <xsl:with-param name="text" select="substring-after(substring-after($text, '{'), '}')"/>
          <xsl:with-param name="year" select="$year"/>
          <xsl:with-param name="month" select="$month"/>
          <xsl:with-param name="day" select="$day"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="archive-page/year">
    <section class="archive-year" aria-labelledby="year-{@number}">
      <h2 id="year-{@number}">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'archive-year'"/>
          <xsl:with-param name="n" select="@number"/>
        </xsl:call-template>
      </h2>
      <ul class="months">
        <xsl:for-each select="month">
          <li><a href="{@href}"><xsl:value-of select="key('message', concat('month-', @number))"/></a></li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <!-- A table with a row for each week. Above a day's list the caption leads to the whole month. -->
  <xsl:template match="calendar">
    <xsl:variable name="calendar" select="."/>
    <xsl:variable name="most">
      <xsl:for-each select="day[@count]">
        <xsl:sort select="@count" data-type="number" order="descending"/>
        <xsl:if test="position() = 1"><xsl:value-of select="@count"/></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <table class="calendar">
      <caption>
        <xsl:choose>
          <xsl:when test="../list">
            <a href="{@href}"><xsl:call-template name="calendar-name"/></a>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="key('message', 'calendar-label')"/></xsl:otherwise>
        </xsl:choose>
      </caption>
      <thead>
        <tr>
          <xsl:call-template name="weekday-heads"/>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="day[position() = 1 or @weekday = 1]">
          <xsl:variable name="week" select=".|following-sibling::day[position() &lt;= 7 - current()/@weekday]"/>
          <tr>
            <xsl:if test="@weekday &gt; 1"><td class="no-day" colspan="{@weekday - 1}"></td></xsl:if>
            <xsl:apply-templates select="$week"><xsl:with-param name="most" select="$most"/></xsl:apply-templates>
            <xsl:if test="$week[last()]/@weekday &lt; 7">
              <td class="no-day" colspan="{7 - $week[last()]/@weekday}"></td>
            </xsl:if>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template name="calendar-name">
    <xsl:call-template name="fill-parts">
      <xsl:with-param name="form" select="'date-month'"/>
      <xsl:with-param name="year" select="@year"/>
      <xsl:with-param name="month" select="@month"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="weekday-heads">
    <xsl:param name="n" select="1"/>
    <th scope="col">
      <abbr title="{key('message', concat('weekday-', $n))}">
        <xsl:value-of select="key('message', concat('weekday-short-', $n))"/>
      </abbr>
    </th>
    <xsl:if test="$n &lt; 7">
      <xsl:call-template name="weekday-heads"><xsl:with-param name="n" select="$n + 1"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The number of stories is a shade for the eye (level 1 to 4, against the month's fullest day), a
       figure, and words for those who listen. -->
  <xsl:template match="calendar/day">
    <xsl:param name="most"/>
    <td>
      <xsl:if test="@count">
        <xsl:attribute name="class"><xsl:value-of select="concat('level-', ceiling(@count * 4 div $most))"/></xsl:attribute>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="@href">
          <a href="{@href}">
            <xsl:if test="@current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
            <b><xsl:value-of select="@number"/></b>
            <xsl:text> </xsl:text>
            <small aria-hidden="true"><xsl:value-of select="@count"/></small>
            <span class="for-ears"><xsl:call-template name="count"/></span>
          </a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:if test="@current"><xsl:attribute name="aria-current">date</xsl:attribute></xsl:if>
          <b><xsl:value-of select="@number"/></b>
        </xsl:otherwise>
      </xsl:choose>
    </td>
  </xsl:template>

  <!-- To the nearest month or day that has stories. -->
  <xsl:template name="archive-neighbours">
    <xsl:if test="newer or older">
      <nav class="neighbours" aria-label="{key('message', 'archive-neighbours')}">
        <xsl:for-each select="older|newer">
          <a class="{name()}" href="{@href}">
            <span><xsl:value-of select="key('message', concat('archive-', name()))"/></span>
            <b>
              <xsl:call-template name="fill-parts">
                <xsl:with-param name="form">
                  <xsl:choose><xsl:when test="@day">date</xsl:when><xsl:otherwise>date-month</xsl:otherwise></xsl:choose>
                </xsl:with-param>
                <xsl:with-param name="year" select="@year"/>
                <xsl:with-param name="month" select="@month"/>
                <xsl:with-param name="day" select="@day"/>
              </xsl:call-template>
            </b>
          </a>
        </xsl:for-each>
      </nav>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
