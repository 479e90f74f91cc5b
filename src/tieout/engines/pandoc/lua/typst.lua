--- Lowers a normalised document to Typst with explicit numbers, alternative texts and labels.
-- The functions called here and not native to Typst are defined in the PDF's template.

local typst = {}

local KINDS = { fig = "image", tbl = "table", lst = "raw" }
local ALIGN = { AlignLeft = "left", AlignRight = "right", AlignCenter = "center", AlignDefault = "left" }
local CALLS = {
  Emph = true, Strong = true, Strikeout = true, Superscript = true, Subscript = true,
  SmallCaps = true, Underline = true, Note = true, Link = true,
}

local function raw(text)
  return pandoc.RawInline("typst", text)
end

--- Pieces (strings of Typst, Inlines, Blocks) as blocks: one paragraph if no piece is Blocks.
local function assemble(pieces)
  local blocks, inlines = pandoc.Blocks({}), pandoc.Inlines({})
  for _, piece in ipairs(pieces) do
    if type(piece) == "string" then
      inlines:insert(raw(piece))
    elseif pandoc.utils.type(piece) == "Inlines" then
      inlines:extend(piece)
    else
      if #inlines > 0 then
        blocks:insert(pandoc.Plain(inlines))
      end
      blocks:extend(piece)
      inlines = pandoc.Inlines({})
    end
  end
  if #inlines > 0 then
    blocks:insert(pandoc.Para(inlines))
  end
  return blocks
end

--- Blocks as Inlines where they are one paragraph.
local function flat(blocks)
  if #blocks == 0 then
    return pandoc.Inlines({})
  elseif #blocks == 1 and (blocks[1].t == "Plain" or blocks[1].t == "Para") then
    return blocks[1].content
  end
  return blocks
end

local function picture(image, kit)
  local width = image.attributes["width"]
  local arguments = { '"' .. kit.tokens.mark("i", image.attributes["image"]) .. '"' }
  local number, unit = (width or ""):match("^([%d.]+)%s*(%a*%%?)$")
  if number then
    local units = { [""] = "px", px = "px" }
    local length = units[unit] and string.format("%gpt", tonumber(number) * 0.75) or number .. unit
    table.insert(arguments, "width: " .. length)
  end
  table.insert(arguments, "alt: " .. kit.escape.typst(image.attributes["alt"]))
  return "image(" .. table.concat(arguments, ", ") .. ")"
end

local function cell_pieces(cell, pieces)
  local spans = {}
  if cell.col_span > 1 then
    table.insert(spans, "colspan: " .. cell.col_span)
  end
  if cell.row_span > 1 then
    table.insert(spans, "rowspan: " .. cell.row_span)
  end
  table.insert(pieces, #spans > 0 and "table.cell(" .. table.concat(spans, ", ") .. ")[" or "[")
  table.insert(pieces, flat(cell.contents))
  table.insert(pieces, "], ")
end

--- The pieces of `table(…)`.
local function table_pieces(element)
  local align, widths, set = {}, {}, false
  for _, spec in ipairs(element.colspecs) do
    table.insert(align, ALIGN[spec[1]])
    set = set or spec[2] ~= nil
    table.insert(widths, spec[2] and string.format("%gfr", math.floor(spec[2] * 100 + 0.5)) or "auto")
  end
  local columns = set and "(" .. table.concat(widths, ", ") .. ",)" or tostring(#widths)
  local pieces = { "table(columns: " .. columns .. ", align: (" .. table.concat(align, ", ") .. ",), " }
  if #element.head.rows > 0 then
    table.insert(pieces, "table.header(")
    for _, row in ipairs(element.head.rows) do
      for _, cell in ipairs(row.cells) do
        cell_pieces(cell, pieces)
      end
    end
    table.insert(pieces, "), ")
  end
  for _, body in ipairs(element.bodies) do
    for _, rows in ipairs({ body.head, body.body }) do
      for _, row in ipairs(rows) do
        for _, cell in ipairs(row.cells) do
          cell_pieces(cell, pieces)
        end
      end
    end
  end
  for _, row in ipairs(element.foot.rows) do
    for _, cell in ipairs(row.cells) do
      cell_pieces(cell, pieces)
    end
  end
  table.insert(pieces, ")")
  return pieces
end

--- Lowers `document` for Typst; `slug` makes the labels of this chapter unique in the book.
function typst.lower(document, kit, slug)
  local mark, language = kit.tokens.mark, kit.language
  local prefix = kit.escape.label(slug) .. ":"

  local function label(id)
    return "<" .. (kit.crossref.is_label(id) and "" or prefix) .. kit.escape.label(id) .. ">"
  end

  local function numbering(number)
    return number and '(..) => "' .. mark("n", number) .. '"' or "none"
  end

  local layout

  local function float(element)
    local body, caption, links = kit.structure.parts(element)
    local kind, number, sub = element.attributes["kind"], element.attributes["number"], element.attributes["sub"]
    local pieces = { "#figure(" }
    local only = #body == 1 and body[1] or nil
    local inner = only and (only.t == "Plain" or only.t == "Para") and #only.content == 1 and only.content[1]
    if inner and inner.t == "Image" then
      table.insert(pieces, picture(inner, kit))
    elseif only and only.t == "Table" then
      for _, piece in ipairs(table_pieces(only)) do
        table.insert(pieces, piece)
      end
    elseif only and only.t == "Div" and only.classes:includes("t-layout") then
      for _, piece in ipairs(layout(only)) do
        table.insert(pieces, piece)
      end
    else
      for _, piece in ipairs({ "[", flat(body), "]" }) do
        table.insert(pieces, piece)
      end
    end
    if #caption > 0 or number or sub then
      for _, piece in ipairs({ ", caption: [", caption, "]" }) do
        table.insert(pieces, piece)
      end
    end
    local family, supplement = KINDS[kind], kit.escape.typst(language.titles[kind])
    if sub then
      table.insert(pieces, ', kind: "subfigure", supplement: none, numbering: (..) => "(' .. sub .. ')")')
    elseif number then
      table.insert(pieces, ", kind: " .. family .. ", supplement: [#" .. supplement .. "]")
      table.insert(pieces, ", numbering: " .. numbering(number) .. ")")
    else
      table.insert(pieces, ", kind: " .. family .. ", supplement: none, numbering: none)")
    end
    if element.identifier ~= "" then
      table.insert(pieces, " " .. label(element.identifier))
    end
    local blocks = assemble(pieces)
    local script = links and links.attributes["script"] or ""
    if script ~= "" then
      local line = kit.escape.typst(language.script .. ": " .. script)
      blocks:insert(pandoc.Para({ raw("#figure-links[#" .. line .. ";]") }))
    end
    return blocks
  end

  --- The pieces of `grid(…)`; rows of different widths are grids in a stack.
  function layout(element)
    local pieces, position, rows = {}, 0, {}
    for row in element.attributes["rows"]:gmatch("[^;]+") do
      table.insert(rows, row)
    end
    table.insert(pieces, "stack(dir: ttb, spacing: 1em, ")
    for _, row in ipairs(rows) do
      local widths, cells = {}, {}
      for width in row:gmatch("%-?%d+") do
        table.insert(widths, (width:gsub("^%-", "")) .. "fr")
        if width:sub(1, 1) == "-" then
          table.insert(cells, "[], ")
        elseif position < #element.content then
          position = position + 1
          table.insert(cells, "[")
          table.insert(cells, flat(element.content[position].content))
          table.insert(cells, "], ")
        end
      end
      table.insert(pieces, "grid(columns: (" .. table.concat(widths, ", ") .. ",), column-gutter: 1em, ")
      for _, cell in ipairs(cells) do
        table.insert(pieces, cell)
      end
      table.insert(pieces, "), ")
    end
    for rest = position + 1, #element.content do
      table.insert(pieces, "[")
      table.insert(pieces, flat(element.content[rest].content))
      table.insert(pieces, "], ")
    end
    table.insert(pieces, ")")
    return pieces
  end

  local function callout(element)
    local kind, appearance = element.attributes["kind"], element.attributes["appearance"]
    local title, number = element.content[1].content[1].content, element.attributes["number"]
    local word = kit.escape.typst(language.callouts[kind])
    local head = pandoc.Inlines({})
    if number then
      head:insert(raw("#" .. word .. ";~" .. mark("n", number) .. (#title > 0 and ": " or "")))
    elseif #title == 0 then
      head:insert(raw("#" .. word .. ";"))
    end
    head:extend(title)
    local simple = (appearance == "simple" or appearance == "minimal") and "true" or "false"
    local body = pandoc.Blocks({ table.unpack(element.content, 2) })
    local close = element.identifier ~= "" and "] " .. label(element.identifier) or "]"
    return assemble({ '#callout(kind: "' .. kind .. '", title: [', head, "], simple: " .. simple .. ")[", body, close })
  end

  local function anchored(element)
    return element.identifier ~= "" and "#metadata(none) " .. label(element.identifier) .. " " or ""
  end

  local function with_guards(inlines)
    local made = pandoc.Inlines({})
    for position, inline in ipairs(inlines) do
      made:insert(inline)
      local following = inlines[position + 1]
      -- `#emph[a].b` would be read as asking for a field of the emphasis.
      if following and CALLS[inline.t] and following.t == "Str" and following.text:match("^%.[%a_]") then
        made:insert(raw(";"))
      end
    end
    return made
  end

  local function equation(math, number, id)
    local alone = pandoc.Pandoc({ pandoc.Plain({ math }) })
    local written = pandoc.write(alone, "typst-citations-smart", { wrap_text = "none" }):gsub("%s+$", "")
    if not written:match("^%$.*%$$") then
      kit.report("math", math.text)
    end
    local block = math.mathtype == "DisplayMath"
    local alt = kit.escape.typst((math.text:gsub("\\text{(" .. kit.tokens.PLAIN .. "%d+" .. kit.tokens.CLOSE .. ")}", "%1")
      :gsub("^%s+", ""):gsub("%s+$", "")))
    local numbered = number and ', numbering: (..) => "(' .. mark("n", number) .. ')"' or ""
    return raw(
      "#math.equation(block: " .. tostring(block) .. ", alt: " .. alt .. numbered .. ", " .. written .. ")"
        .. (id and " " .. label(id) or ";")
    )
  end

  local function code_block(code)
    local language_name = code.classes[1]
    local lang = language_name and language_name ~= "default" and "lang: " .. kit.escape.typst(language_name) .. ", " or ""
    local made = "#raw(block: true, " .. lang .. kit.escape.typst(code.text) .. ")"
    local name = code.attributes["filename"]
    local blocks = pandoc.Blocks({})
    if code.identifier ~= "" then
      blocks:insert(pandoc.RawBlock("typst", anchored(code)))
    end
    if name then
      blocks:insert(pandoc.RawBlock("typst", "#code-name[#" .. kit.escape.typst(name) .. ";]"))
    end
    blocks:insert(pandoc.RawBlock("typst", made))
    return blocks
  end

  local inner = {
    Math = function(math)
      return equation(math)
    end,
    Code = function(code)
      return raw("#raw(" .. kit.escape.typst(code.text) .. ");")
    end,
    Link = function(link)
      local number = link.attributes["link"]
      link.attributes, link.identifier = {}, ""
      if not number then
        return link
      end
      local made = pandoc.Inlines({ raw(mark("l", number)) })
      made:extend(link.content)
      made:insert(raw(mark("m", number)))
      return made
    end,
    Str = function(str)
      if str.text == "☐" or str.text == "☒" then
        return raw("#checkbox(done: " .. tostring(str.text == "☒") .. ");")
      end
    end,
  }
  local outer = {
    Inlines = with_guards,
    Image = function(image)
      return raw("#box(" .. picture(image, kit) .. ");")
    end,
    Span = function(span)
      local classes, made = span.classes, pandoc.Inlines({})
      if classes:includes("tieout-anchor") then
        made:extend({ raw("#box[") })
        made:extend(span.content)
        made:insert(raw("] <" .. span.identifier .. ">"))
        return made
      end
      made:insert(raw(anchored(span)))
      local margin = classes:includes("aside") or classes:includes("column-margin")
      local call = margin and "#margin-note[" or classes:includes("mark") and "#highlight["
      if call then
        made:insert(raw(call))
      end
      made:extend(span.content)
      if call then
        made:insert(raw("];"))
      end
      return made
    end,
    Header = function(header)
      local number = header.attributes["number"]
      local listed = tostring(not header.classes:includes("unlisted"))
      local open = "#heading(level: %d, numbering: %s, outlined: %s)["
      local made = pandoc.Inlines({ raw(open:format(header.level, numbering(number), listed)) })
      made:extend(header.content)
      made:insert(raw("] " .. label(header.identifier)))
      return pandoc.Para(made)
    end,
    CodeBlock = code_block,
    HorizontalRule = function()
      return pandoc.RawBlock("typst", "#horizontal-rule")
    end,
    Table = function(element)
      local register = element.classes:includes("tieout-register")
      local pieces = table_pieces(element)
      table.insert(pieces, 1, register and "#register[#" or "#")
      table.insert(pieces, register and "]" or "")
      return assemble(pieces)
    end,
    Div = function(div)
      local classes = div.classes
      if classes:includes("t-title") or classes:includes("t-cell") then
        return nil
      elseif classes:includes("t-callout") then
        return callout(div)
      elseif classes:includes("t-layout") then
        local pieces = layout(div)
        table.insert(pieces, 1, "#")
        return assemble(pieces)
      elseif classes:includes("column-margin") or classes:includes("aside") then
        return assemble({ "#margin-note[", div.content, "]" })
      elseif classes:includes("tieout-subtitle") then
        return assemble({ "#chapter-subtitle[", flat(div.content), "]" })
      elseif classes:includes("tieout-abstract") then
        return assemble({ "#chapter-abstract[", flat(div.content), "]" })
      elseif div.identifier == "refs" then
        return assemble({ "#bibliography-list[", div.content, "]" })
      elseif classes:includes("csl-entry") then
        return assemble({ "#block[", flat(div.content), "] <" .. kit.escape.label(div.identifier) .. ">" })
      end
      local blocks = pandoc.Blocks({})
      if div.identifier ~= "" then
        blocks:insert(pandoc.RawBlock("typst", anchored(div)))
      end
      blocks:extend(div.content)
      return blocks
    end,
  }

  -- Equations with a number first: they hold a Math that must not be lowered by itself. Floats go from the
  -- outside in, for a float's picture or table is an argument of it and not a block of its own.
  local equations = {
    Span = function(span)
      if span.classes:includes("t-equation") then
        return equation(span.content[1], span.attributes["number"], span.identifier)
      end
    end,
  }
  local floats
  floats = {
    traverse = "topdown",
    Div = function(div)
      if not div.classes:includes("t-float") then
        return nil
      end
      local subs = div.content:walk(floats)
      div.content = subs
      return float(div), false
    end,
  }
  document.blocks = document.blocks:walk(equations):walk(inner):walk(floats):walk(outer)
  return document
end

--- The document as a Typst body.
function typst.write(document)
  return pandoc.write(document, "typst-citations-smart", { wrap_text = "none" })
end

return typst
