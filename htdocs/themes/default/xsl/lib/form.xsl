<?xml version="1.0" encoding="UTF-8"?>
<!--
  form.xsl - forms of the public desks: one way to show every control, its hint and its problem, for eyes, ears and
  keys; a form's confirmation; the receipt. Words come from messages: form-NAME-... for a page, field-FORM-CONTROL for a
  control, option-CONTROL-VALUE, problem-..., notice-... Imported by pages.xsl.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="form-page" mode="main">
    <div class="form-page">
      <header class="page-head">
        <h1><xsl:call-template name="page-name"/></h1>
        <xsl:if test="not(form/@confirm or hotline-case) and key('message', concat('form-', @name, '-intro'))">
          <p><xsl:value-of select="key('message', concat('form-', @name, '-intro'))"/></p>
        </xsl:if>
      </header>
      <xsl:apply-templates select="notice"/>
      <xsl:if test="not(notice)"><xsl:apply-templates select="form[@problems][1]" mode="problems"/></xsl:if>
      <xsl:apply-templates select="*[not(self::notice or self::form)]" mode="before-form"/>
      <xsl:apply-templates select="form"/>
      <xsl:apply-templates select="*[not(self::notice or self::form)]" mode="after-form"/>
    </div>
  </xsl:template>
  <!-- A part of a page stands before its forms or after them: its own sheet says where. -->
  <xsl:template match="*" mode="before-form"/>
  <xsl:template match="*" mode="after-form"/>

  <!-- What happened to the form as a whole. It gets the focus: nobody should have to look for it. -->
  <xsl:template match="form-page/notice">
    <div class="alert" role="alert" tabindex="-1" autofocus="autofocus">
      <xsl:if test="contains(' noted rated reopened supervised thanks renewed withdrawn ', concat(' ', @reason, ' '))">
        <xsl:attribute name="class">alert done</xsl:attribute>
      </xsl:if>
      <p>
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="concat('notice-', @reason)"/>
          <xsl:with-param name="n" select="ceiling(@seconds div 60)"/>
        </xsl:call-template>
      </p>
    </div>
  </xsl:template>

  <xsl:template match="form" mode="problems">
    <div class="alert" role="alert" tabindex="-1" autofocus="autofocus">
      <p><xsl:value-of select="key('message', 'form-problems')"/></p>
      <ul>
        <xsl:for-each select="control[@problem]">
          <li><a href="#{../@name}-{@name}"><xsl:call-template name="field-label"/></a></li>
        </xsl:for-each>
      </ul>
    </div>
  </xsl:template>

  <!-- The words of a control come with it, or from the messages. -->
  <xsl:template name="field-label">
    <xsl:choose>
      <xsl:when test="label"><xsl:value-of select="label"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="key('message', concat('field-', ../@name, '-', @name))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="form">
    <form class="form" method="post" action="{@action}">
      <!-- Where a page has several, each says what it is for. -->
      <xsl:if test="key('message', concat('form-', @name, '-head'))">
        <h2><xsl:value-of select="key('message', concat('form-', @name, '-head'))"/></h2>
      </xsl:if>
      <input type="hidden" name="ticket" value="{@ticket}"/>
      <xsl:if test="@step"><input type="hidden" name="step" value="{@step}"/></xsl:if>
      <xsl:if test="@client-id"><input type="hidden" name="client_id" value="{@client-id}"/></xsl:if>
      <xsl:apply-templates select="control"/>
      <xsl:if test="not(@confirm) and control[@type != 'hidden']">
        <p class="trap" aria-hidden="true">
          <label for="{@name}-website"><xsl:value-of select="key('message', 'form-trap')"/></label>
          <input id="{@name}-website" name="website" tabindex="-1" autocomplete="off"/>
        </p>
      </xsl:if>
      <p class="actions">
        <button class="button strong" type="submit">
          <xsl:call-template name="submit-name"/>
        </button>
        <xsl:if test="@confirm">
          <button class="button" type="submit" name="change" value="1"><xsl:value-of select="key('message', 'form-change')"/></button>
        </xsl:if>
      </p>
    </form>
  </xsl:template>

  <!-- A form may say what its button does; else it goes on, or sends. -->
  <xsl:template name="submit-name">
    <xsl:variable name="own" select="key('message', concat('form-', @name, '-submit'))"/>
    <xsl:choose>
      <xsl:when test="@confirm"><xsl:value-of select="key('message', 'form-send')"/></xsl:when>
      <xsl:when test="$own"><xsl:value-of select="$own"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="key('message', 'form-check')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- 1. Controls: label, hint, problem, then what is filled in. -->

  <xsl:template match="control[@type = 'hidden']">
    <input type="hidden" name="{@name}" value="{value}"/>
  </xsl:template>
  <!-- The choices could not be loaded: what was chosen goes along. -->
  <xsl:template match="control[@type = 'choice' and not(option)]" priority="1">
    <xsl:if test="value"><input type="hidden" name="{@name}" value="{value}"/></xsl:if>
  </xsl:template>

  <xsl:template match="control">
    <div>
      <!-- Short answers may stand side by side. -->
      <xsl:attribute name="class">
        <xsl:text>field</xsl:text>
        <xsl:if test="contains(' choice number price date tel email ', concat(' ', @type, ' ')) or @autocomplete = 'name' or (@type = 'line' and @most &lt;= 20)"> short</xsl:if>
      </xsl:attribute>
      <xsl:call-template name="field-head"/>
      <xsl:apply-templates select="." mode="box"/>
    </div>
  </xsl:template>

  <xsl:template match="control[@type = 'check']">
    <div class="field check">
      <input type="checkbox" name="{@name}" value="1">
        <xsl:call-template name="field-attributes"/>
        <xsl:if test="value"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
      </input>
      <xsl:call-template name="field-head"/>
    </div>
  </xsl:template>

  <xsl:template name="field-head">
    <label for="{../@name}-{@name}">
      <xsl:call-template name="field-label"/>
      <xsl:if test="not(@required) and @type != 'check'">
        <span class="optional"><xsl:value-of select="key('message', 'form-optional')"/></span>
      </xsl:if>
    </label>
    <xsl:variable name="hint" select="hint|key('message', concat('field-', ../@name, '-', @name, '-hint'))"/>
    <xsl:if test="$hint"><p class="hint" id="{../@name}-{@name}-hint"><xsl:value-of select="$hint[1]"/></p></xsl:if>
    <xsl:if test="@problem">
      <p class="problem" id="{../@name}-{@name}-problem">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="concat('problem-', @problem)"/>
          <xsl:with-param name="name" select="@culprit"/>
          <xsl:with-param name="n">
            <xsl:choose>
              <xsl:when test="@problem = 'short'"><xsl:value-of select="@least"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="@most"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="field-attributes">
    <xsl:variable name="described">
      <xsl:if test="hint or key('message', concat('field-', ../@name, '-', @name, '-hint'))">
        <xsl:value-of select="concat(../@name, '-', @name, '-hint ')"/>
      </xsl:if>
      <xsl:if test="@problem"><xsl:value-of select="concat(../@name, '-', @name, '-problem')"/></xsl:if>
    </xsl:variable>
    <xsl:attribute name="id"><xsl:value-of select="concat(../@name, '-', @name)"/></xsl:attribute>
    <xsl:if test="@required"><xsl:attribute name="required">required</xsl:attribute></xsl:if>
    <xsl:if test="@problem"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
    <xsl:if test="string($described)">
      <xsl:attribute name="aria-describedby"><xsl:value-of select="normalize-space($described)"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template match="control[@type = 'text']" mode="box">
    <textarea name="{@name}" rows="8">
      <xsl:call-template name="field-attributes"/>
      <xsl:if test="@most"><xsl:attribute name="maxlength"><xsl:value-of select="@most"/></xsl:attribute></xsl:if>
      <xsl:value-of select="value"/>
    </textarea>
  </xsl:template>

  <xsl:template match="control[@type = 'choice']" mode="box">
    <select name="{@name}">
      <xsl:call-template name="field-attributes"/>
      <xsl:if test="not(@required and option/@selected)">
        <option value="">
          <xsl:choose>
            <xsl:when test="@required"><xsl:value-of select="key('message', 'form-choose')"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="key('message', 'form-unknown')"/></xsl:otherwise>
          </xsl:choose>
        </option>
      </xsl:if>
      <xsl:apply-templates select="option"/>
    </select>
  </xsl:template>

  <xsl:template match="control/option">
    <option value="{@value}">
      <xsl:if test="@selected"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:choose>
        <xsl:when test="text()"><xsl:value-of select="."/></xsl:when>
        <xsl:otherwise><xsl:value-of select="key('message', concat('option-', ../@name, '-', @value))"/></xsl:otherwise>
      </xsl:choose>
    </option>
  </xsl:template>

  <xsl:template match="control" mode="box">
    <input name="{@name}" value="{value}" autocomplete="{@autocomplete}">
      <xsl:attribute name="type">
        <xsl:choose>
          <xsl:when test="@type = 'line' or @type = 'code' or @type = 'number' or @type = 'price'">text</xsl:when>
          <xsl:otherwise><xsl:value-of select="@type"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="field-attributes"/>
      <xsl:if test="@type = 'price'"><xsl:attribute name="inputmode">decimal</xsl:attribute></xsl:if>
      <xsl:choose>
        <xsl:when test="@type = 'number'"><xsl:attribute name="inputmode">numeric</xsl:attribute></xsl:when>
        <xsl:when test="@type = 'code'">
          <xsl:attribute name="class">code</xsl:attribute>
          <xsl:attribute name="autocapitalize">characters</xsl:attribute>
          <xsl:attribute name="spellcheck">false</xsl:attribute>
        </xsl:when>
        <xsl:when test="@most and @type != 'date'"><xsl:attribute name="maxlength"><xsl:value-of select="@most"/></xsl:attribute></xsl:when>
      </xsl:choose>
    </input>
  </xsl:template>

  <!-- 2. Before it is sent: what everybody will read. -->

  <xsl:template match="preview" mode="before-form">
    <section class="sent">
      <h2><xsl:value-of select="key('message', 'form-public')"/></h2>
      <h3><xsl:value-of select="title"/></h3>
      <p class="words"><xsl:value-of select="text"/></p>
    </section>
  </xsl:template>

  <!-- 3. Afterwards. -->

  <xsl:template match="receipt" mode="main">
    <div class="form-page receipt">
      <header class="page-head"><h1><xsl:call-template name="page-name"/></h1></header>
      <xsl:choose>
        <xsl:when test="@number">
          <p class="standfirst">
            <xsl:call-template name="message">
              <xsl:with-param name="key">
                <xsl:choose>
                  <xsl:when test="key('message', concat('receipt-', @name, '-number'))"><xsl:value-of select="concat('receipt-', @name, '-number')"/></xsl:when>
                  <xsl:otherwise>receipt-number</xsl:otherwise>
                </xsl:choose>
              </xsl:with-param>
              <xsl:with-param name="n" select="@number"/>
            </xsl:call-template>
          </p>
          <xsl:if test="code">
            <p><xsl:value-of select="key('message', 'receipt-code')"/></p>
            <p class="receipt-code"><xsl:value-of select="code"/></p>
            <p><xsl:value-of select="key('message', 'receipt-keep')"/></p>
          </xsl:if>
        </xsl:when>
        <xsl:otherwise><p><xsl:value-of select="key('message', 'receipt-gone')"/></p></xsl:otherwise>
      </xsl:choose>
      <p class="actions">
        <a class="button" href="{@follow}">
          <xsl:choose>
            <xsl:when test="key('message', concat('receipt-', @name, '-follow'))"><xsl:value-of select="key('message', concat('receipt-', @name, '-follow'))"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="key('message', 'receipt-follow')"/></xsl:otherwise>
          </xsl:choose>
        </a>
        <a class="button" href="{$site/@home}"><xsl:value-of select="key('message', 'go-home')"/></a>
      </p>
    </div>
  </xsl:template>
</xsl:stylesheet>
