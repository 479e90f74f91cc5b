--- Lowers a normalised document to plain pandoc structure for Word: real headings, notes, tables and pictures,
-- each with a named style of the reference document. Numbers are plain text in a character style.

local word = {}

local tokens = require("tokens")

local TOKEN = "([" .. tokens.RICH .. tokens.MARK .. tokens.PLAIN .. "])"
local REFERENCE_OPEN = "^" .. tokens.MARK .. "o(%d+)" .. tokens.CLOSE .. "$"
local REFERENCE_CLOSE = "^" .. tokens.MARK .. "e%d+" .. tokens.CLOSE .. "$"
local NUMBER = "^" .. tokens.RICH .. "%d+" .. tokens.CLOSE .. "$"
-- A table has no space below it in Word: a paragraph of a few points stands there.
local TABLE_END = '<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>'
local PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

-- The register's columns: number, what it is, where it is computed, its sources, what was published.
local REGISTER_WIDTHS = { 0.11, 0.35, 0.2, 0.2, 0.14 }

--- The character style of every number that was put in, and those of other inlines.
word.NUMBER_STYLE = "Tieout Number"

local function styled(style, content)
  return pandoc.Div(content, pandoc.Attr("", {}, { { "custom-style", style } }))
end

local function spanned(style, content)
  return pandoc.Span(content, pandoc.Attr("", {}, { { "custom-style", style } }))
end

--- Raw pieces stand in pairs, one for HTML and one for Typst: the placeholder of the first is text here.
local function unpaired(raw)
  if raw.format == "openxml" then
    return raw
  elseif raw.format ~= "html" then
    return {}
  elseif raw.text:match(NUMBER) then
    return spanned(word.NUMBER_STYLE, { pandoc.Str(raw.text) })
  elseif raw.text:match("^" .. tokens.MARK) and raw.text:match(tokens.CLOSE .. "$") then
    return pandoc.Str(raw.text)
  end
  return {}
end

--- What stands between the two marks of a reference becomes a link; Python knows where it leads.
local function linked(inlines)
  local made, open, inside = pandoc.Inlines({}), nil, nil
  for _, inline in ipairs(inlines) do
    local text = inline.t == "Str" and inline.text or ""
    local number = text:match(REFERENCE_OPEN)
    if number then
      open, inside = number, pandoc.Inlines({})
    elseif open and text:match(REFERENCE_CLOSE) then
      made:insert(pandoc.Link(inside, tokens.mark("o", open)))
      open = nil
    else
      (open and inside or made):insert(inline)
    end
  end
  return made
end

local function paragraph(block)
  return block.t == "Plain" and pandoc.Para(block.content) or block
end

--- The table with the contents of every cell changed.
local function in_cells(element, change)
  local function rows_of(rows)
    for number, row in ipairs(rows) do
      local cells = row.cells
      for position, cell in ipairs(cells) do
        cell.contents = change(cell.contents)
        cells[position] = cell
      end
      row.cells = cells
      rows[number] = row
    end
    return rows
  end
  local head, foot, bodies = element.head, element.foot, element.bodies
  head.rows, foot.rows = rows_of(head.rows), rows_of(foot.rows)
  for position, body in ipairs(bodies) do
    body.head, body.body = rows_of(body.head), rows_of(body.body)
    bodies[position] = body
  end
  element.head, element.foot, element.bodies = head, foot, bodies
  return element
end

--- Lowers `document`; `slug` makes the bookmarks of this chapter unique in the book, as it does Typst's labels.
function word.lower(document, kit, slug)
  local mark, language = tokens.mark, kit.language
  local prefix = kit.escape.label(slug) .. ":"

  local function label(id)
    if id == "" or id:match("^n%-") then
      return id
    end
    return (kit.crossref.is_label(id) and "" or prefix) .. kit.escape.label(id)
  end

  local function picture(image)
    local number, width = image.attributes["image"], image.attributes["width"] or ""
    local attributes = { { "width", width:match("^[%d.]+%%$") and width or mark("d", number) } }
    local alt = { pandoc.Str(image.attributes["alt"] or "") }
    return pandoc.Image(alt, mark("i", number), "", pandoc.Attr(label(image.identifier), {}, attributes))
  end

  local function name_of(element)
    local kind, number, sub = element.attributes["kind"], element.attributes["number"], element.attributes["sub"]
    if sub then
      return "(" .. sub .. ")", " "
    elseif number then
      return language.titles[kind] .. "\u{A0}" .. mark("n", number), language["title-delim"] .. " "
    end
  end

  --- A paragraph of nothing but a picture keeps with its caption.
  local function body_of(blocks)
    return blocks:map(function(block)
      local paragraph = block.t == "Plain" or block.t == "Para"
      if paragraph and #block.content == 1 and block.content[1].t == "Image" then
        return styled("Captioned Figure", { pandoc.Para(block.content) })
      end
      return block
    end)
  end

  local function float(element)
    local body, caption, links = kit.structure.parts(element)
    local name, delimiter = name_of(element)
    local kind = element.attributes["kind"]
    local above = kind == "tbl" or kind == "lst"
    local blocks, words = pandoc.Blocks({}), pandoc.Inlines({})
    if name then
      words:insert(pandoc.Str(name .. (#caption > 0 and delimiter:gsub("%s$", "") or "")))
      words:extend(#caption > 0 and { pandoc.Space() } or {})
    end
    words:extend(caption)
    local captioned = #words > 0 and { styled(above and "Table Caption" or "Image Caption", { pandoc.Para(words) }) }
    blocks:extend(above and captioned or {})
    blocks:extend(body_of(body))
    blocks:extend(not above and captioned or {})
    local script = links and links.attributes["script"] or ""
    if script ~= "" then
      local line = language.script .. ": " .. script
      blocks:insert(styled("Figure Note", { pandoc.Para({ pandoc.Str(line) }) }))
    end
    return pandoc.Div(blocks, pandoc.Attr(label(element.identifier)))
  end

  local function callout(element)
    local title, number = element.content[1].content[1].content, element.attributes["number"]
    local head = language.callouts[element.attributes["kind"]] or ""
    head = number and head .. "\u{A0}" .. mark("n", number) or head
    local words = pandoc.Inlines({})
    if head ~= "" then
      words:insert(pandoc.Str(head .. (#title > 0 and ":" or "")))
      words:extend(#title > 0 and { pandoc.Space() } or {})
    end
    words:extend(title)
    local blocks = pandoc.Blocks(#words > 0 and { styled("Callout Title", { pandoc.Para(words) }) } or {})
    blocks:insert(styled("Callout", { table.unpack(element.content, 2) }))
    return pandoc.Div(blocks, pandoc.Attr(label(element.identifier)))
  end

  --- A theorem, its name and number run into its first line.
  local function theorem(element)
    local title, number = element.content[1].content[1].content, element.attributes["number"]
    local name = (language.theorems or {})[element.attributes["family"]] or ""
    local words = pandoc.Inlines({ pandoc.Str(number and name .. "\u{A0}" .. mark("n", number) or name) })
    if #title > 0 then
      words:extend({ pandoc.Space(), pandoc.Str("(") })
      words:extend(title)
      words:insert(pandoc.Str(")"))
    end
    local remark = element.attributes["style"] == "remark"
    words:extend(remark and { pandoc.Str(".") } or {})
    local first = pandoc.Inlines({ remark and pandoc.Emph(words) or pandoc.Strong(words), pandoc.Space() })
    local blocks = pandoc.Blocks({ table.unpack(element.content, 2) })
    if blocks[1] and (blocks[1].t == "Para" or blocks[1].t == "Plain") then
      first:extend(blocks[1].content)
      blocks[1] = pandoc.Para(first)
    else
      blocks:insert(1, pandoc.Para(first))
    end
    return pandoc.Div(blocks, pandoc.Attr(label(element.identifier)))
  end

  --- On paper the tabs of a set follow one another, each under its title.
  local function tab(element)
    local words = element.content[1].content[1].content
    local blocks = pandoc.Blocks({ styled("Tab Title", { pandoc.Para(words) }) })
    blocks:extend({ table.unpack(element.content, 2) })
    return pandoc.Div(blocks, pandoc.Attr(label(element.identifier)))
  end

  local function equation(span)
    local number = pandoc.Str("\u{2003}(" .. mark("n", span.attributes["number"]) .. ")")
    return pandoc.Span({ span.content[1], number }, pandoc.Attr(label(span.identifier)))
  end

  --- Terms and what they are, as large numbers with their words below; nil when the Div holds anything else.
  local function key_numbers(div)
    local terms = #div.content == 1 and div.content[1].t == "DefinitionList" and div.content[1]
    if not terms then
      return nil
    end
    local made = pandoc.Blocks({})
    for _, item in ipairs(terms.content) do
      made:insert(styled("Key Number", { pandoc.Para(item[1]) }))
      for _, definition in ipairs(item[2]) do
        made:insert(styled("Key Number Text", pandoc.Blocks(definition):map(paragraph)))
      end
    end
    return made
  end

  local function contents(element)
    return element.content
  end

  local function code_block(code)
    local name = code.attributes["filename"]
    code.attributes, code.identifier = {}, label(code.identifier)
    return name and { styled("Code Name", { pandoc.Para({ pandoc.Str(name) }) }), code } or code
  end

  local leaves = {
    Cite = contents,
    RawInline = unpaired,
    RawBlock = function(raw)
      return raw.format == "html" and raw.text:match('class="pagebreak"') and pandoc.RawBlock("openxml", PAGE_BREAK)
        or (raw.format == "openxml" and raw or {})
    end,
    Math = function(math)
      -- A value within a formula is text of TeX: it is escaped for that.
      math.text = math.text:gsub(tokens.PLAIN .. "(%d+)" .. tokens.CLOSE, function(number)
        return mark("q", number)
      end)
      return math
    end,
    Image = picture,
    Link = function(link)
      local number = link.attributes["link"]
      local target = number and mark("l", number) or link.target
      return pandoc.Link(link.content, target, "", pandoc.Attr(label(link.identifier)))
    end,
    Inlines = linked,
  }
  local shapes = {
    Span = function(span)
      if span.classes:includes("t-equation") then
        return equation(span)
      end
      local style = span.classes:includes("mark") and "Marked" or span.attributes["custom-style"]
      local attributes = style and { { "custom-style", style } } or {}
      local classes = span.classes:filter(function(class)
        return class == "smallcaps" or class == "underline"
      end)
      return pandoc.Span(span.content, pandoc.Attr(label(span.identifier), classes, attributes))
    end,
    Header = function(header)
      local number = header.attributes["number"]
      if header.level == 1 then
        header.content:insert(1, spanned("Section Number", { pandoc.Str(mark("h")) }))
      elseif number then
        header.content:insert(1, spanned("Section Number", { pandoc.Str(mark("n", number) .. "\u{2002}") }))
      end
      header.attr = pandoc.Attr(label(header.identifier))
      return header
    end,
    -- Cells hold what the data say, numbers and words alike: the table's own style says so.
    Table = function(element)
      local data = element.classes:includes("tieout-data") or element.classes:includes("tieout-register")
      if data then
        element = element:walk({
          Span = function(span)
            return span.attributes["custom-style"] == word.NUMBER_STYLE and span.content or nil
          end,
        })
      end
      if element.classes:includes("tieout-register") and #element.colspecs == #REGISTER_WIDTHS then
        element.colspecs = element.colspecs:map(function(spec, position)
          return { spec[1], REGISTER_WIDTHS[position] }
        end)
      end
      element.attr = pandoc.Attr(label(element.identifier))
      element = in_cells(element, function(blocks)
        return { styled("Table Text", blocks:map(paragraph)) }
      end)
      return { element, pandoc.RawBlock("openxml", TABLE_END) }
    end,
    CodeBlock = code_block,
    Div = function(div)
      local classes = div.classes
      if classes:includes("t-float") then
        return float(div)
      elseif classes:includes("t-callout") then
        return callout(div)
      elseif classes:includes("t-theorem") then
        return theorem(div)
      elseif classes:includes("t-tab") then
        return tab(div)
      elseif classes:includes("t-title") or classes:includes("t-body") or classes:includes("t-caption") then
        return nil
      elseif classes:includes("t-links") then
        return nil
      elseif classes:includes("t-cell") or classes:includes("t-layout") then
        return div.content
      elseif classes:includes("key-numbers") and key_numbers(div) then
        return key_numbers(div)
      elseif classes:includes("column-margin") or classes:includes("aside") then
        return styled("Margin Note", div.content)
      elseif classes:includes("tieout-subtitle") then
        return styled("Chapter Subtitle", div.content)
      elseif classes:includes("tieout-abstract") then
        return styled("Abstract", div.content)
      elseif classes:includes("csl-entry") then
        div.classes = {}
        div.attributes = { ["custom-style"] = "Bibliography" }
        div.identifier = label(div.identifier)
        return div
      elseif div.attributes["custom-style"] then
        return nil
      end
      return pandoc.Div(div.content, pandoc.Attr(label(div.identifier)))
    end,
  }
  -- What the leaves make of raw pieces is what links are looked for in: two walks, not one.
  document.blocks = document.blocks:walk({ RawInline = leaves.RawInline, RawBlock = leaves.RawBlock })
  leaves.RawInline, leaves.RawBlock = nil, nil
  document.blocks = document.blocks:walk(leaves):walk(shapes)
  return document
end

--- The document as pandoc's own JSON.
function word.write(document)
  return pandoc.write(document, "json")
end

return word
