--- Quarto's ways of writing figures, tables, equations, callouts and layouts, each brought to one shape.
-- float:    Div#id.t-float[kind]{ Div.t-body, Div.t-caption{Plain}, Div.t-links }
-- equation: Span#id.t-equation{ Math }
-- callout:  Div.t-callout[kind, collapse, appearance]{ Div.t-title{Plain}, … }
-- layout:   Div.t-layout[rows="50,50;100"]{ Div.t-cell, … }

local structure = {}

local layouts, tabs, theorems = require("layouts"), require("tabs"), require("theorems")

local FLOATS = { fig = true, tbl = true, lst = true }
local CALLOUTS = { note = true, tip = true, important = true, warning = true, caution = true }

local function kind_of(id)
  local kind = id:match("^(%l+)%-.")
  return kind and FLOATS[kind] and kind or nil
end

-- The words for what is not shown; the worker sets them.
structure.gap = ""

local function float(kind, id, body, caption, links)
  if #body == 0 then
    body = { pandoc.Plain({ pandoc.Emph({ pandoc.Str(structure.gap) }) }) }
  end
  local blocks = pandoc.Blocks({
    pandoc.Div(body, pandoc.Attr("", { "t-body" })),
    pandoc.Div({ pandoc.Plain(caption or {}) }, pandoc.Attr("", { "t-caption" })),
  })
  if links then
    blocks:insert(links)
  end
  return pandoc.Div(blocks, pandoc.Attr(id, { "t-float" }, { { "kind", kind } }))
end

local function is(block, class)
  return block.t == "Div" and block.classes:includes(class)
end

--- The parts of a float: its body, its caption's inlines, its links.
function structure.parts(element)
  return element.content[1].content, element.content[2].content[1].content, element.content[3]
end

local function inlines_of(blocks)
  return pandoc.utils.blocks_to_inlines(blocks, { pandoc.Space() })
end

--- A Para of nothing but pictures, as those pictures; else nil.
local function pictures(block)
  if block.t ~= "Para" and block.t ~= "Plain" then
    return nil
  end
  local found = pandoc.List()
  for _, inline in ipairs(block.content) do
    if inline.t == "Image" then
      found:insert(inline)
    elseif inline.t ~= "Space" and inline.t ~= "SoftBreak" and inline.t ~= "LineBreak" then
      return nil
    end
  end
  return #found > 0 and found or nil
end

local function picture_float(image)
  local id, caption = image.identifier, image.caption
  image.identifier = ""
  return float("fig", id, { pandoc.Plain({ image }) }, caption)
end

--- Blocks in which pictures that stand together in one paragraph are blocks of their own.
local function spread(blocks)
  local made = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    local images = pictures(block)
    if images and #images == 1 and images[1].identifier == "" then
      made:insert(pandoc.Plain(images))
    elseif images then
      for _, image in ipairs(images) do
        local plain = #image.caption == 0 and image.identifier == ""
        made:insert(plain and pandoc.Plain({ image }) or picture_float(image))
      end
    else
      made:insert(block)
    end
  end
  return made
end

local function float_div(div, kind)
  local blocks, links = pandoc.Blocks({}), nil
  for _, block in ipairs(div.content) do
    if is(block, "tieout-links") then
      block.classes = { "t-links" }
      links = block
    else
      blocks:insert(block)
    end
  end
  local caption
  local last = blocks[#blocks]
  if last and last.t == "Para" and not (pictures(last) and #blocks == 1) then
    caption = blocks:remove().content
  end
  blocks = spread(blocks)
  local only = #blocks == 1 and blocks[1] or nil
  if only and is(only, "t-float") and (only.identifier == "" or not caption) then
    local body, own, own_links = structure.parts(only)
    if not caption or #own == 0 then
      return float(kind, div.identifier, body, caption or own, links or own_links)
    end
  end
  local rows = layouts.rows(div.attributes, #blocks)
  if rows then
    blocks = pandoc.Blocks({ layouts.laid_out(blocks, rows) })
  end
  return float(kind, div.identifier, blocks, caption, links)
end

local function callout(div, kind, read)
  local title = div.attributes["title"] and read(div.attributes["title"]) or nil
  local blocks = div.content:clone()
  if not title and blocks[1] and blocks[1].t == "Header" then
    title = blocks:remove(1).content
  end
  blocks:insert(1, pandoc.Div({ pandoc.Plain(title or {}) }, pandoc.Attr("", { "t-title" })))
  local attr = { { "kind", kind } }
  for _, key in ipairs({ "collapse", "appearance" }) do
    if div.attributes[key] then
      table.insert(attr, { key, div.attributes[key] })
    end
  end
  return pandoc.Div(blocks, pandoc.Attr(div.identifier, { "t-callout" }, attr))
end

local function column_widths(element)
  local rows = element.attributes["tbl-colwidths"] and layouts.rows_of_json(element.attributes["tbl-colwidths"])
  element.attributes["tbl-colwidths"] = nil
  if not rows then
    return
  end
  local specs, position = element.colspecs, 0
  for width in rows:gmatch("%d+") do
    position = position + 1
    if specs[position] then
      specs[position] = { specs[position][1], tonumber(width) / 100 }
    end
  end
  element.colspecs = specs
end

local function equations(inlines)
  local made, position = pandoc.Inlines({}), 1
  while position <= #inlines do
    local inline = inlines[position]
    if inline.t == "Math" and inline.mathtype == "DisplayMath" then
      local after = position + 1
      if inlines[after] and (inlines[after].t == "Space" or inlines[after].t == "SoftBreak") then
        after = after + 1
      end
      local label = inlines[after] and inlines[after].t == "Str" and inlines[after].text:match("^{#(eq%-[^ }]+)}$")
      if label then
        inline = pandoc.Span({ inline }, pandoc.Attr(label, { "t-equation" }))
        position = after
      end
    end
    made:insert(inline)
    position = position + 1
  end
  return made
end

--- Brings a document to the shapes above; `read` makes inlines of a Markdown attribute, `text` is its source.
function structure.normalise(document, read, text)
  -- Handing every paragraph to Lua is slow: only where the source has a label that asks for it.
  local special = text:find("{#eq-", 1, true) or text:find("#fig-", 1, true)
  document.blocks = document.blocks:walk({
    Figure = function(figure)
      return float("fig", figure.identifier, figure.content, inlines_of(figure.caption.long))
    end,
    Table = function(element)
      column_widths(element)
      local caption = inlines_of(element.caption.long)
      if #caption == 0 and not kind_of(element.identifier) then
        return element
      end
      local id = element.identifier
      element.identifier = ""
      element.caption = { long = {}, short = nil }
      return float("tbl", id, { element }, caption)
    end,
    Para = special and function(para)
      local images = pictures(para)
      if images and #images == 1 and kind_of(images[1].identifier) then
        return picture_float(images[1])
      elseif pandoc.utils.stringify(para):find("{#eq-", 1, true) then
        return pandoc.Para(equations(para.content))
      end
    end or nil,
    CodeBlock = function(code)
      local kind = kind_of(code.identifier)
      if kind then
        local id, attributes = code.identifier, code.attributes
        local caption = attributes[kind .. "-cap"] or attributes["caption"] or ""
        code.identifier, attributes[kind .. "-cap"], attributes["caption"] = "", nil, nil
        return float(kind, id, { code }, read(caption))
      end
    end,
    Div = function(div)
      local kind = kind_of(div.identifier)
      if kind then
        return float_div(div, kind)
      end
      local theorem = theorems.shape(div, read)
      if theorem then
        return theorem
      end
      for _, class in ipairs(div.classes) do
        local name = class:match("^callout%-(%l+)$")
        if name and CALLOUTS[name] then
          return callout(div, name, read)
        end
      end
      if div.classes:includes("callout") then
        return callout(div, "none", read)
      elseif div.classes:includes("columns") then
        return layouts.columns(div)
      elseif div.classes:includes("grid") then
        return layouts.grid(div)
      elseif div.classes:includes("panel-tabset") then
        return tabs.shape(div)
      end
      local blocks = spread(div.content)
      local rows = layouts.rows(div.attributes, #blocks)
      if rows then
        return layouts.laid_out(blocks, rows)
      end
    end,
  })
end

return structure
