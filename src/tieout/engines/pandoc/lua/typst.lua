--- Lowers a normalised document to Typst with explicit numbers, alternative texts and labels.
-- The functions called here and not native to Typst are defined in the PDF's template.

local typst = {}

local floats, literal, pieces = require("floats"), require("literal"), require("pieces")
local tabs, theorems = require("tabs"), require("theorems")
local assemble, flat = pieces.assemble, pieces.flat

local function raw(text)
  return pandoc.RawInline("typst", text)
end

--- Lowers `document` for Typst; `slug` makes the labels of this chapter unique in the book.
function typst.lower(document, kit, slug)
  local mark, language = kit.tokens.mark, kit.language
  local prefix = kit.escape.label(slug) .. ":"

  local function label(id)
    return "<" .. (kit.crossref.is_label(id) and "" or prefix) .. kit.escape.label(id) .. ">"
  end

  function kit.numbering(number)
    return number and '(..) => "' .. mark("n", number) .. '"' or "none"
  end

  local function callout(element)
    local kind, appearance = element.attributes["kind"], element.attributes["appearance"]
    local title, number = element.content[1].content[1].content, element.attributes["number"]
    local word = kit.escape.typst(language.callouts[kind] or "")
    local head = pandoc.Inlines({})
    if number then
      head:insert(raw("#" .. word .. ";~" .. mark("n", number) .. (#title > 0 and ": " or "")))
    elseif #title == 0 and kind ~= "none" then
      head:insert(raw("#" .. word .. ";"))
    end
    head:extend(title)
    local named = #head > 0 and "title: [" or "title: none"
    local simple = (appearance == "simple" or appearance == "minimal") and "true" or "false"
    local body = pandoc.Blocks({ table.unpack(element.content, 2) })
    local close = element.identifier ~= "" and "] " .. label(element.identifier) or "]"
    local rest = (#head > 0 and "]" or "") .. ", simple: " .. simple .. ")["
    return assemble({ '#callout(kind: "' .. kind .. '", ' .. named, head, rest, body, close })
  end

  --- A list of terms and what they are, as pairs of content; nil when the Div holds anything else.
  local function key_numbers(div)
    local terms = #div.content == 1 and div.content[1].t == "DefinitionList" and div.content[1]
    if not terms then
      return nil
    end
    local list = { "#key-numbers(" }
    for _, item in ipairs(terms.content) do
      pieces.extend(list, { "([", pandoc.Inlines(item[1]), "], [" })
      for _, definition in ipairs(item[2]) do
        table.insert(list, flat(pandoc.Blocks(definition)))
      end
      table.insert(list, "]), ")
    end
    table.insert(list, ")")
    return assemble(list)
  end

  local function anchored(element)
    return element.identifier ~= "" and "#metadata(none) " .. label(element.identifier) .. " " or ""
  end

  -- `#emph[a].b` would be read as asking for a field of the emphasis: a semicolon ends the call.
  local function ended(element)
    return { element, raw(";") }
  end

  local function equation(math, number, id)
    local alone = pandoc.Pandoc({ pandoc.Plain({ math }) })
    local written = pandoc.write(alone, "typst-citations-smart", { wrap_text = "none" }):gsub("%s+$", "")
    if not written:match("^%$.*%$$") then
      kit.report("math", math.text)
      return raw("#raw(" .. kit.escape.typst(math.text) .. ");")
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

  -- What an author wrote as Typst is marked, so that it can be taken out where Typst refuses it.
  local function authored(element)
    if element.format == "typst" and not element.text:find("\u{E000}", 1, true)
      and not element.text:find(kit.tokens.MARK, 1, true) and not element.text:match("^#pagebreak") then
      element.text = "/*author*/" .. element.text .. "/*end*/"
      return element
    end
  end

  local inner = {
    Cite = function(cite)
      return cite.content
    end,
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
    BulletList = function(list)
      for _, item in ipairs(list.content) do
        local first = item[1] and (item[1].t == "Plain" or item[1].t == "Para") and item[1].content[1]
        local box = first and first.t == "Str" and (first.text == "☐" or first.text == "☒") and first.text
        if box then
          item[1].content[1] = raw("#checkbox(done: " .. tostring(box == "☒") .. ");")
        end
      end
      return list
    end,
  }
  local outer = {
    Emph = ended,
    Strong = ended,
    Strikeout = ended,
    Superscript = ended,
    Subscript = ended,
    SmallCaps = ended,
    Underline = ended,
    Note = ended,
    Link = ended,
    Image = function(image)
      return raw("#box(" .. floats.picture(image, kit) .. ");")
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
      local made = pandoc.Inlines({ raw(open:format(header.level, kit.numbering(number), listed)) })
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
      local list = floats.table(element)
      table.insert(list, 1, register and "#register[#" or "#")
      table.insert(list, register and "]" or "")
      return assemble(list)
    end,
    Div = function(div)
      local classes = div.classes
      if classes:includes("t-title") or classes:includes("t-cell") or classes:includes("t-tab") then
        return nil
      elseif classes:includes("t-theorem") then
        return assemble(theorems.typst(div, kit, label))
      elseif classes:includes("t-tabset") then
        return assemble(tabs.typst(div, label))
      elseif classes:includes("t-callout") then
        return callout(div)
      elseif classes:includes("t-layout") then
        local list = floats.layout(div)
        table.insert(list, 1, "#")
        return assemble(list)
      elseif classes:includes("column-margin") or classes:includes("aside") then
        return assemble({ "#margin-note[", div.content, "]" })
      elseif classes:includes("key-numbers") and key_numbers(div) then
        return key_numbers(div)
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
  local outside_in
  outside_in = {
    traverse = "topdown",
    Div = function(div)
      if not div.classes:includes("t-float") then
        return nil
      end
      local subs = div.content:walk(outside_in)
      div.content = subs
      return floats.float(div, kit, label), false
    end,
  }
  if kit.authored then
    document.blocks = document.blocks:walk({ RawBlock = authored, RawInline = authored })
  end
  document.blocks = document.blocks:walk(equations):walk(inner):walk(outside_in):walk(outer)
  -- Last: only now it is seen which words stand side by side, and what they stand behind.
  document.blocks = literal.words(document.blocks, kit.authored)
  return document
end

--- The document as a Typst body.
function typst.write(document)
  return pandoc.write(document, "typst-citations-smart", { wrap_text = "none" })
end

return typst
