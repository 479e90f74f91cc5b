--- Lowers a normalised document to what pandoc's HTML writer gets right; no style attribute, no script.

local html = {}

local tabs, theorems = require("tabs"), require("theorems")

local CAPTION_ABOVE = { tbl = true, lst = true }
-- A token inside highlighted code must be one character, or the highlighter cuts it in two.
local CODE_TOKENS = 0x100000

local SCROLL = '<div class="table-scroll" tabindex="0"'

local function raw(text)
  return pandoc.RawBlock("html", text)
end

local function inline(text)
  return pandoc.RawInline("html", text)
end

--- Words without links or notes, for a title that is itself a button; and the notes that stood in them.
local function unlinked(inlines, tokens)
  local notes = pandoc.Inlines({})
  local words = inlines:walk({
    Note = function(note)
      notes:insert(note)
      return {}
    end,
    Link = function(link)
      return link.content
    end,
    RawInline = function(element)
      local link = element.text:match("^</?a[ >]") or element.text:match("^" .. tokens.MARK .. "[oe]")
      if element.format == "html" and link then
        return {}
      end
      element.text = element.text:gsub(tokens.RICH, tokens.PLAIN)
      return element
    end,
  })
  return words, notes
end

--- Lowers `document` for HTML.
-- @param kit `escape`, `tokens` (placeholders), `structure` (shapes), `language` (words)
function html.lower(document, kit)
  local escape, mark, language = kit.escape, kit.tokens.mark, kit.language

  local function label(element)
    local kind, number, sub = element.attributes["kind"], element.attributes["number"], element.attributes["sub"]
    if sub then
      return "(" .. sub .. ")", " "
    elseif number then
      return escape.html(language.titles[kind]) .. "&nbsp;" .. mark("n", number), language["title-delim"] .. " "
    end
  end

  -- A box that scrolls is a landmark only when it has a name of its own.
  local function named(name)
    return function(block)
      -- A part of a table has been given a name already: a name stands once.
      local box = SCROLL:gsub("%-", "%%-")
      block.text = block.text:gsub("(" .. box .. ') role="region" aria%-label="[^"]*"', "%1")
      block.text = block.text:gsub(box, function()
        return SCROLL .. ' role="region" aria-label="' .. name .. '"'
      end)
      return block
    end
  end

  local function float(element)
    local body, caption, links = kit.structure.parts(element)
    local name, delimiter = label(element)
    local kind = element.attributes["kind"]
    local id = element.identifier ~= "" and ' id="' .. escape.html(element.identifier) .. '"' or ""
    local class = "float float-" .. kind .. (element.attributes["sub"] and " float-sub" or "")
    local captioned = pandoc.Blocks({})
    if name or #caption > 0 then
      local words = pandoc.Inlines({ inline("<figcaption>") })
      if name then
        local close = #caption > 0 and escape.html(delimiter:gsub("%s$", "")) .. "</span> " or "</span>"
        words:insert(inline('<span class="float-label">' .. name .. close))
      end
      words:extend(caption)
      words:insert(inline("</figcaption>"))
      captioned:insert(pandoc.Plain(words))
    end
    local made = pandoc.Blocks({ raw("<figure" .. id .. ' class="' .. class .. '">') })
    made:extend(CAPTION_ABOVE[kind] and captioned or {})
    made:extend(name and body:walk({ RawBlock = named(name) }) or body)
    made:extend(CAPTION_ABOVE[kind] and {} or captioned)
    made:insert(raw("</figure>"))
    if not links or #links.content[1].content == 0 then
      return made
    end
    -- HTML wants a caption to be the last thing in its figure: what leads to the data stands after it.
    made:insert(1, raw('<div class="float-box">'))
    made:extend({ raw('<div class="figure-links">'), links.content[1], raw("</div>"), links.content[2] })
    made:insert(raw("</div>"))
    return made
  end

  local function callout(element)
    local kind, collapse = element.attributes["kind"], element.attributes["collapse"]
    local title = element.content[1].content[1].content
    local number = element.attributes["number"]
    local simple = element.attributes["appearance"] == "minimal" or element.attributes["appearance"] == "simple"
    local class = "callout callout-" .. kind .. (simple and " callout-simple" or "")
    local id = element.identifier ~= "" and ' id="' .. escape.html(element.identifier) .. '"' or ""
    local word = escape.html(language.callouts[kind] or "")
    if number then
      word = word .. "&nbsp;" .. mark("n", number)
    end
    local own = #title > 0
    local open = collapse and (collapse == "true" and "<details" or "<details open") or "<div role=\"note\""
    local head, notes = collapse and "summary" or "p", {}
    if collapse then
      title, notes = unlinked(title, kit.tokens)
    end
    local words = pandoc.Inlines({ inline("<" .. head .. ' class="callout-title">') })
    if word ~= "" then
      words:insert(inline('<span class="callout-kind">' .. word .. (own and ":</span> " or "</span>")))
    end
    words:extend(title)
    words:insert(inline("</" .. head .. ">"))
    local titled = (own or word ~= "" or collapse) and { pandoc.Plain(words) } or {}
    local made = pandoc.Blocks({ raw(open .. id .. ' class="' .. class .. '">') })
    made:extend(titled)
    made:insert(raw('<div class="callout-body">'))
    made:extend(pandoc.Blocks({ table.unpack(element.content, 2) }))
    made:extend(#notes > 0 and { pandoc.Para(notes) } or {})
    made:insert(raw(collapse and "</div>\n</details>" or "</div>\n</div>"))
    return made
  end

  local function layout(element)
    local made, position = pandoc.Blocks({}), 0
    for row in element.attributes["rows"]:gmatch("[^;]+") do
      made:insert(raw('<div class="layout-row">'))
      for width in row:gmatch("%-?%d+") do
        if width:sub(1, 1) == "-" then
          made:insert(raw('<div class="layout-space w-' .. width:sub(2) .. '"></div>'))
        elseif position < #element.content then
          position = position + 1
          made:insert(raw('<div class="layout-cell w-' .. width .. '">'))
          made:extend(element.content[position].content)
          made:insert(raw("</div>"))
        end
      end
      made:insert(raw("</div>"))
    end
    for rest = position + 1, #element.content do
      made:extend(element.content[rest].content)
    end
    return made
  end

  --- Terms and what they are, each pair in a box of its own; nil when the Div holds anything else.
  local function key_numbers(div)
    local terms = #div.content == 1 and div.content[1].t == "DefinitionList" and div.content[1]
    if not terms then
      return nil
    end
    local made = pandoc.Blocks({ raw('<dl class="key-numbers">') })
    for _, item in ipairs(terms.content) do
      local words = pandoc.Inlines({ inline("<div><dt>") })
      words:extend(item[1])
      words:insert(inline("</dt>"))
      made:extend({ pandoc.Plain(words), raw("<dd>") })
      for _, definition in ipairs(item[2]) do
        made:extend(definition)
      end
      made:insert(raw("</dd></div>"))
    end
    made:insert(raw("</dl>"))
    return made
  end

  local function picture(image)
    local number = image.attributes["image"]
    local percent = (image.attributes["width"] or ""):match("^([%d.]+)%%$")
    local class = percent and string.format(' class="w-%d"', math.floor(tonumber(percent) + 0.5)) or ""
    return inline(
      '<img src="' .. mark("i", number) .. '" alt="' .. escape.html(image.attributes["alt"]) .. '"'
        .. class .. mark("d", number) .. ">"
    )
  end

  local filter = {
    Cite = function(cite)
      return cite.content
    end,
    Image = picture,
    Link = function(link)
      local number = link.attributes["link"]
      if not number then
        return nil
      end
      local made = pandoc.Inlines({ inline("<a" .. mark("l", number) .. ">") })
      made:extend(link.content)
      made:insert(inline("</a>"))
      return made
    end,
    Span = function(span)
      span.attributes["style"] = nil
      if span.classes:includes("t-equation") then
        local number = mark("n", span.attributes["number"])
        local made = pandoc.Inlines({ inline('<span class="equation" id="' .. escape.html(span.identifier) .. '">') })
        made:extend(span.content)
        made:insert(inline('<span class="equation-number">(' .. number .. ")</span></span>"))
        return made
      elseif span.classes:includes("aside") or span.classes:includes("column-margin") then
        span.classes = { "margin" }
      end
      return span
    end,
    Header = function(header)
      local number = header.attributes["number"]
      header.attributes, header.classes = {}, {}
      if header.level == 1 then
        header.content:insert(1, inline(mark("h")))
      elseif number then
        header.content:insert(1, inline('<span class="number">' .. mark("n", number) .. "</span> "))
      end
      return header
    end,
    Table = function(element)
      local head = element.head
      for _, row in ipairs(head.rows) do
        for _, cell in ipairs(row.cells) do
          cell.attr.attributes["scope"] = "col"
        end
      end
      element.head = head
      local open = element.classes:includes("tieout-register") and '<div class="register">\n' or ""
      element.classes = {}
      return { raw(open .. SCROLL .. ">"), element, raw(open ~= "" and "</div>\n</div>" or "</div>") }
    end,
    CodeBlock = function(code)
      local name = code.attributes["filename"]
      code.attributes = {}
      code.text = code.text:gsub(kit.tokens.PLAIN .. "(%d+)" .. kit.tokens.CLOSE, function(number)
        return utf8.char(CODE_TOKENS + tonumber(number))
      end)
      return name and { raw('<p class="code-name">' .. escape.html(name) .. "</p>"), code } or code
    end,
    Div = function(div)
      div.attributes["style"] = nil
      if div.classes:includes("t-float") then
        return float(div)
      elseif div.classes:includes("t-callout") then
        return callout(div)
      elseif div.classes:includes("t-layout") then
        return layout(div)
      elseif div.classes:includes("t-theorem") then
        return theorems.html(div, kit)
      elseif div.classes:includes("t-tabset") then
        return tabs.html(div, kit)
      elseif div.classes:includes("key-numbers") and key_numbers(div) then
        return key_numbers(div)
      elseif div.classes:includes("column-margin") or div.classes:includes("aside") then
        local made = pandoc.Blocks({ raw('<aside class="margin">') })
        made:extend(div.content)
        made:insert(raw("</aside>"))
        return made
      end
      return div
    end,
  }
  document.blocks = document.blocks:walk(filter)
  return document
end

-- Pandoc writes alignment as style attributes, which a strict page refuses: they become classes.
local function without_styles(written)
  written = written:gsub("(<t[dh][^>]*) style=\"text%-align: (%a+);\"", '%1 class="align-%2"')
  written = written:gsub('(<mtd[^>]*) style="text%-align: (%a+)[^"]*"', '%1 class="align-%2"')
  written = written:gsub('<col style="width: ([%d.]+)%%" />', function(width)
    return string.format('<col class="w-%d">', math.floor(tonumber(width) + 0.5))
  end)
  return (written:gsub("(<table[^>]*) style=\"[^\"]*\"", "%1"))
end

--- The document as HTML.
function html.write(document, kit)
  local options = { wrap_text = "none", html_math_method = "mathml", email_obfuscation = "none" }
  local written = pandoc.write(document, "html5", options)
  written = without_styles(written)
  -- The maths writer spells private characters as numbers.
  written = written:gsub("&#(57%d%d%d);", function(code)
    local number = tonumber(code)
    return number >= 0xE000 and number <= 0xE007 and utf8.char(number) or nil
  end)
  written = written:gsub("\xF4[\x80-\x8F][\x80-\xBF][\x80-\xBF]", function(character)
    return kit.tokens.PLAIN .. (utf8.codepoint(character) - CODE_TOKENS) .. kit.tokens.CLOSE
  end)
  local name, back = kit.escape.html(kit.language.footnotes), kit.escape.html(kit.language.back)
  written = written:gsub('<section id="footnotes"[^>]*>\n<hr />', function()
    return '<section id="footnotes" class="footnotes" role="doc-endnotes" aria-label="' .. name .. '">'
  end)
  written = written:gsub('role="doc%-backlink">', function()
    return 'role="doc-backlink" aria-label="' .. back .. '">'
  end)
  written = written:gsub("<pre([ >])", '<pre tabindex="0"%1')
  written = written:gsub('<input type="checkbox"', '<input type="checkbox" disabled')
  return written
end

return html
