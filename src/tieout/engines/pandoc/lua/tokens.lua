--- Puts fragments where their tokens stand: after reading, before anything else looks at the document.
-- A number stays a placeholder in both formats; its value is put in after pandoc.

local tokens = {}

--- Placeholders that Python fills: a fragment in the format's own markup, plain text, anything computed.
tokens.RICH, tokens.MARK, tokens.PLAIN, tokens.CLOSE = "\u{E000}", "\u{E002}", "\u{E004}", "\u{E001}"

local BLOCKS = { figure = true, table = true, register = true, pagebreak = true }

--- A placeholder for something Python computes: `kind` is one letter, `payload` digits and points.
function tokens.mark(kind, payload)
  return tokens.MARK .. kind .. (payload or "") .. tokens.CLOSE
end

--- The same placeholder in both formats, as inlines.
function tokens.both(text)
  return pandoc.Inlines({ pandoc.RawInline("html", text), pandoc.RawInline("typst", text) })
end

local function rich(number)
  return tokens.both(tokens.RICH .. number .. tokens.CLOSE)
end

--- Replaces every token of `document`.
-- `uses` maps a token's number to its fragment (a number has none: it is a placeholder), `report`
-- is told of what cannot be rendered. Gives back a function that does the same for further inlines.
function tokens.expand(document, uses, tieout, report)
  local function inline(number)
    local fragment = uses[tostring(number)]
    if not fragment then
      return rich(number)
    elseif fragment.kind == "source" then
      return tieout.source(fragment)
    elseif fragment.kind == "markdown" then
      local read = pandoc.read(fragment.markdown, "markdown")
      return pandoc.utils.blocks_to_inlines(read.blocks, { pandoc.Space() })
    end
    report("misplaced", number)
    return pandoc.Inlines({})
  end

  -- What a block brings along is expanded with everything else.
  local function later(number)
    return pandoc.Inlines({ pandoc.Str(tokens.RICH .. number .. tokens.CLOSE) })
  end

  local function block(number)
    local fragment = uses[tostring(number)]
    if fragment.kind == "figure" then
      return { tieout.figure(fragment, later, "/") }
    elseif fragment.kind == "table" then
      local made = tieout.table(fragment, later)
      made.content[1].classes = { "tieout-data" }
      return { made }
    elseif fragment.kind == "register" then
      return { tieout.register(fragment) }
    end
    return {
      pandoc.RawBlock("typst", "#pagebreak(weak: true)"),
      pandoc.RawBlock("html", '<div class="pagebreak"></div>'),
    }
  end

  local function plain(text)
    if not text:find(tokens.RICH, 1, true) then
      return nil
    end
    local parts = {}
    tieout.split(text, function(literal)
      table.insert(parts, literal)
    end, function(number)
      local fragment = uses[tostring(number)]
      if not fragment then
        table.insert(parts, tokens.PLAIN .. number .. tokens.CLOSE)
      elseif fragment.kind == "markdown" then
        table.insert(parts, pandoc.utils.stringify(pandoc.read(fragment.markdown, "markdown")))
      else
        report("misplaced", number)
      end
    end)
    return table.concat(parts)
  end

  local function lone(element)
    if #element.content ~= 1 or element.content[1].t ~= "Str" then
      return nil
    end
    local number = element.content[1].text:match("^" .. tokens.RICH .. "(%d+)" .. tokens.CLOSE .. "$")
    local fragment = number and uses[number]
    return fragment and BLOCKS[fragment.kind] and block(number) or nil
  end

  local function attributes(element)
    local changed = false
    for key, value in pairs(element.attributes) do
      -- A callout's title is Markdown: its tokens are expanded where the title is read.
      local text = key ~= "title" and key ~= "lst-cap" and plain(value)
      if text then
        element.attributes[key] = text
        changed = true
      end
    end
    return changed and element or nil
  end

  local function text_and_attributes(element)
    element.text = plain(element.text) or element.text
    return attributes(element) or element
  end

  local function raw(element)
    if not element.text:find(tokens.RICH, 1, true) then
      return nil
    end
    if element.format ~= "html" then
      report("raw", element.text:match(tokens.RICH .. "(%d+)"))
      return {}
    end
    local whole = element.text:match("^" .. tokens.RICH .. "(%d+)" .. tokens.CLOSE .. "$")
    if whole and not uses[whole] then
      return nil -- markup of tieout's own
    end
    element.text = plain(element.text)
    return element
  end

  local words = {
    Str = function(str)
      if not str.text:find(tokens.RICH, 1, true) then
        return nil
      end
      local made = pandoc.Inlines({})
      tieout.split(str.text, function(literal)
        made:insert(pandoc.Str(literal))
      end, function(number)
        made:extend(inline(number))
      end)
      return made
    end,
  }
  -- Handing every word to Lua costs more than all the rest: only blocks that hold a token are opened.
  local function opened(element)
    if pandoc.utils.stringify(element):find(tokens.RICH, 1, true) then
      return element:walk(words)
    end
  end
  local filter = {
    Para = opened,
    Plain = opened,
    LineBlock = opened,
    DefinitionList = opened,
    Header = function(header)
      local made = opened(header) or header
      return attributes(made) or made
    end,
    Math = function(math)
      if math.text:find(tokens.RICH, 1, true) then
        local placeholder = "(" .. tokens.PLAIN .. "%d+" .. tokens.CLOSE .. ")"
        math.text = plain(math.text):gsub(placeholder, "\\text{%1}")
        return math
      end
    end,
    Link = function(link)
      link.target = plain(link.target) or link.target
      return attributes(link) or link
    end,
    Image = function(image)
      image.src = plain(image.src) or image.src
      return attributes(image) or image
    end,
    Code = text_and_attributes,
    CodeBlock = text_and_attributes,
    Span = attributes,
    Div = attributes,
    RawInline = raw,
    RawBlock = raw,
  }
  document.blocks = document.blocks:walk({ Para = lone, Plain = lone }):walk(filter)
  --- Inlines read later, such as a callout's title, get their fragments by this.
  return function(inlines)
    return inlines:walk(filter):walk(words)
  end
end

return tokens
