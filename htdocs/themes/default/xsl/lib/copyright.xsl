<?xml version="1.0" encoding="UTF-8"?>
<!--
  copyright.xsl - the desk of rights holders: its front page, the public ledger, what a claim's addresses, or an objection's, are before
  it is sent, a claim that was opened with its code; and what stands where a picture was removed. Imported by pages.xsl.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- 1. The front page: whom to call, what happens when, the policy, the newest claims. -->

  <xsl:template match="copyright-page" mode="main">
    <header class="page-head">
      <h1><xsl:call-template name="page-name"/></h1>
      <p><xsl:value-of select="key('message', 'copyright-intro')"/></p>
      <p class="actions">
        <a class="button strong" href="{@claim}"><xsl:value-of select="key('message', 'copyright-claim')"/></a>
        <xsl:for-each select="$site/phone[@kind = 'notice']">
          <a class="button" href="{@tel}">
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'call'"/></xsl:call-template>
            <xsl:value-of select="."/>
          </a>
        </xsl:for-each>
        <a class="button" href="{@follow}"><xsl:value-of select="key('message', 'copyright-follow')"/></a>
        <a class="button" href="{@counter}"><xsl:value-of select="key('message', 'copyright-counter')"/></a>
      </p>
    </header>
    <section class="steps">
      <h2><xsl:value-of select="key('message', 'copyright-steps')"/></h2>
      <ol>
        <li><xsl:value-of select="key('message', 'copyright-step-tell')"/></li>
        <li>
          <xsl:call-template name="message">
            <xsl:with-param name="key" select="'copyright-step-decide'"/>
            <xsl:with-param name="n" select="@hours"/>
          </xsl:call-template>
        </li>
        <li><xsl:value-of select="key('message', 'copyright-step-gone')"/></li>
        <li><xsl:value-of select="key('message', 'copyright-step-back')"/></li>
      </ol>
    </section>
    <div class="policy-columns">
      <xsl:choose>
        <xsl:when test="policy">
          <section class="policy">
            <h2>
              <xsl:call-template name="lang"><xsl:with-param name="lang" select="policy/@lang"/></xsl:call-template>
              <xsl:value-of select="policy/title"/>
            </h2>
            <xsl:apply-templates select="policy/body"/>
            <p class="facts">
              <span>
                <xsl:call-template name="label"><xsl:with-param name="key" select="'updated'"/></xsl:call-template>
                <xsl:apply-templates select="policy/updated" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
              </span>
            </p>
          </section>
        </xsl:when>
        <xsl:otherwise>
          <section class="policy body">
            <h2><xsl:value-of select="key('message', 'copyright-policy')"/></h2>
            <p><xsl:value-of select="key('message', 'copyright-policy-ours')"/></p>
            <p><xsl:value-of select="key('message', 'copyright-policy-need')"/></p>
            <p><xsl:value-of select="key('message', 'copyright-policy-fair')"/></p>
          </section>
        </xsl:otherwise>
      </xsl:choose>
      <section class="ledger-part">
        <xsl:call-template name="block-head">
          <xsl:with-param name="href" select="@ledger"/>
          <xsl:with-param name="name" select="key('message', 'copyright-ledger')"/>
        </xsl:call-template>
        <xsl:apply-templates select="claims"/>
      </section>
    </div>
  </xsl:template>

  <!-- 2. The ledger. -->

  <xsl:template match="copyright-ledger" mode="main">
    <header class="page-head">
      <h1><xsl:call-template name="page-name"/></h1>
      <p><xsl:value-of select="key('message', 'ledger-intro')"/></p>
    </header>
    <xsl:apply-templates select="claims"/>
    <xsl:apply-templates select="claims/pager"/>
    <xsl:call-template name="take-away"/>
    <p class="definitions"><xsl:value-of select="key('message', 'ledger-definitions')"/></p>
    <p class="actions">
      <a class="button" href="{@policy}"><xsl:value-of select="key('message', 'copyright')"/></a>
      <a class="button" href="{@claim}"><xsl:value-of select="key('message', 'copyright-claim')"/></a>
    </p>
  </xsl:template>

  <!-- The same figures for programs and spreadsheets. -->
  <xsl:template name="take-away">
    <p class="take-away">
      <xsl:call-template name="label"><xsl:with-param name="key" select="'take-away'"/></xsl:call-template>
      <a href="{@csv}" type="text/csv">CSV</a>
      <xsl:text> </xsl:text>
      <a href="{@json}" type="application/json">JSON</a>
    </p>
  </xsl:template>

  <xsl:template match="claims">
    <xsl:choose>
      <xsl:when test="claim"><ul class="rows ledger"><xsl:apply-templates select="claim"/></ul></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'ledger-empty'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="claim">
    <li>
      <xsl:choose>
        <xsl:when test="ancestor::copyright-page"><h3><xsl:call-template name="claim-name"/></h3></xsl:when>
        <xsl:otherwise><h2><xsl:call-template name="claim-name"/></h2></xsl:otherwise>
      </xsl:choose>
      <p class="facts">
        <span class="state claim-{@outcome}"><xsl:value-of select="key('message', concat('claim-', @outcome))"/></span>
        <span>
          <xsl:call-template name="message">
            <xsl:with-param name="key" select="'hotline-number'"/>
            <xsl:with-param name="n" select="@number"/>
          </xsl:call-template>
        </span>
        <xsl:apply-templates select="received" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
        <xsl:if test="@days">
          <span>
            <xsl:call-template name="message">
              <xsl:with-param name="key"><xsl:choose><xsl:when test="@days = 0">ledger-same-day</xsl:when><xsl:otherwise>ledger-days</xsl:otherwise></xsl:choose></xsl:with-param>
              <xsl:with-param name="n" select="@days"/>
            </xsl:call-template>
          </span>
        </xsl:if>
        <xsl:if test="restored">
          <span>
            <xsl:call-template name="label"><xsl:with-param name="key" select="'ledger-restored'"/></xsl:call-template>
            <xsl:apply-templates select="restored" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
          </span>
        </xsl:if>
        <xsl:if test="countered">
          <span>
            <xsl:call-template name="label"><xsl:with-param name="key" select="'ledger-countered'"/></xsl:call-template>
            <xsl:apply-templates select="countered" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
          </span>
        </xsl:if>
        <xsl:if test="claimant">
          <span>
            <xsl:call-template name="label"><xsl:with-param name="key" select="'removal-claimant'"/></xsl:call-template>
            <xsl:value-of select="claimant"/>
          </span>
        </xsl:if>
      </p>
    </li>
  </xsl:template>

  <!-- "Copyright, 3 items": nobody's words. -->
  <xsl:template name="claim-name">
    <xsl:value-of select="key('message', concat('option-right-', @kind))"/>
    <xsl:text> · </xsl:text>
    <xsl:call-template name="message">
      <xsl:with-param name="key" select="'ledger-items'"/>
      <xsl:with-param name="n" select="@items"/>
    </xsl:call-template>
  </xsl:template>

  <!-- 3. Before a claim is sent: what its addresses are. -->

  <xsl:template match="claim-check" mode="before-form">
    <section class="sent">
      <h2><xsl:value-of select="key('message', 'claim-addresses')"/></h2>
      <ul class="claim-items"><xsl:apply-templates select="claim-item"/></ul>
      <xsl:if test="not(claim-item[@kind = 'article' or @kind = 'picture'])">
        <p class="problem"><xsl:value-of select="key('message', 'claim-nothing')"/></p>
      </xsl:if>
      <p>
        <xsl:choose>
          <xsl:when test="@public = 'yes'">
            <xsl:call-template name="message">
              <xsl:with-param name="key" select="'claim-public'"/>
              <xsl:with-param name="name" select="claimant"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="key('message', 'claim-hushed')"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </section>
  </xsl:template>

  <!-- The same of an objection: all of them are gone, and what they were called nobody is told. -->
  <xsl:template match="counter-check" mode="before-form">
    <section class="sent">
      <h2><xsl:value-of select="key('message', 'counter-addresses')"/></h2>
      <ul class="claim-items"><xsl:apply-templates select="claim-item"/></ul>
      <p><xsl:value-of select="key('message', 'counter-hushed')"/></p>
    </section>
  </xsl:template>

  <xsl:template match="claim-item">
    <li class="is-{@kind}">
      <b>
        <xsl:value-of select="key('message', concat('item-', @kind))"/>
        <xsl:if test="title"><xsl:text>: </xsl:text><xsl:value-of select="title"/></xsl:if>
        <xsl:if test="@gone"><xsl:text> · </xsl:text><xsl:value-of select="key('message', 'claim-gone')"/></xsl:if>
      </b>
      <span class="address"><xsl:value-of select="address"/></span>
    </li>
  </xsl:template>

  <!-- 4. Afterwards, with the code. -->

  <xsl:template match="claim-file" mode="before-form">
    <section class="sent">
      <h2>
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'hotline-number'"/>
          <xsl:with-param name="n" select="@number"/>
        </xsl:call-template>
      </h2>
      <h3><xsl:value-of select="work"/></h3>
      <p class="facts">
        <span class="state claim-{@outcome}"><xsl:value-of select="key('message', concat('claim-', @outcome))"/></span>
        <span><xsl:value-of select="key('message', concat('option-right-', @kind))"/></span>
      </p>
      <dl class="removal">
        <dt><xsl:value-of select="key('message', 'claim-came')"/></dt>
        <dd><xsl:apply-templates select="received" mode="time"/></dd>
        <xsl:if test="due and not(decided)">
          <dt><xsl:value-of select="key('message', 'claim-due')"/></dt>
          <dd><xsl:apply-templates select="due" mode="time"/></dd>
        </xsl:if>
        <xsl:if test="decided">
          <dt><xsl:value-of select="key('message', 'claim-decided')"/></dt>
          <dd><xsl:apply-templates select="decided" mode="time"/></dd>
        </xsl:if>
        <xsl:if test="cause">
          <dt><xsl:value-of select="key('message', 'removal-cause')"/></dt>
          <dd><xsl:value-of select="cause"/></dd>
        </xsl:if>
        <xsl:if test="countered">
          <dt><xsl:value-of select="key('message', 'ledger-countered')"/></dt>
          <dd><xsl:apply-templates select="countered" mode="time"/></dd>
        </xsl:if>
        <xsl:if test="restored">
          <dt><xsl:value-of select="key('message', 'ledger-restored')"/></dt>
          <dd><xsl:apply-templates select="restored" mode="time"/></dd>
        </xsl:if>
      </dl>
      <ul class="claim-items"><xsl:apply-templates select="claim-item"/></ul>
    </section>
    <p class="actions">
      <a class="button" href="{$site/@copyright}"><xsl:value-of select="key('message', 'copyright')"/></a>
    </p>
  </xsl:template>

  <!-- 5. In an article, where a picture was. Inside its text it may stand in the middle of a paragraph. -->

  <xsl:template match="picture-gone">
    <xsl:variable name="name"><xsl:choose><xsl:when test="ancestor::body">span</xsl:when><xsl:otherwise>p</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="{$name}">
      <xsl:attribute name="class">gone</xsl:attribute>
      <xsl:value-of select="key('message', 'picture-gone')"/>
      <xsl:text> </xsl:text>
      <xsl:apply-templates select="removed" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
      <xsl:if test="cause"><xsl:text> </xsl:text><xsl:value-of select="cause"/></xsl:if>
      <xsl:if test="claimant">
        <xsl:text> </xsl:text>
        <xsl:call-template name="label"><xsl:with-param name="key" select="'removal-claimant'"/></xsl:call-template>
        <xsl:value-of select="claimant"/>
      </xsl:if>
      <!-- An image may have been a link: no link within a link. -->
      <xsl:if test="not(ancestor::a)">
        <xsl:text> </xsl:text>
        <a href="{@ledger}"><xsl:value-of select="key('message', 'copyright-ledger')"/></a>
      </xsl:if>
    </xsl:element>
  </xsl:template>
  <xsl:template match="@*|node()" mode="flow"><xsl:copy><xsl:apply-templates select="@*|node()" mode="flow"/></xsl:copy></xsl:template>
  <xsl:template match="picture-gone" mode="flow"><xsl:apply-templates select="."/></xsl:template>
</xsl:stylesheet>
