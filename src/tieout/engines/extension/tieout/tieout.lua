--- Turns a fragment (how a use of a number, source, figure or table looks) into pandoc's document tree.
-- Both engines use it: Quarto's shortcodes and tieout's embedded engine. Fragments are made and escaped in
-- Python (`tieout.ledger.fragments`); nothing here escapes or decides a look.

local tieout = {}

--- What stands in fragments for the way back to the pages' top folder, and what marks a use in a caption.
tieout.ROOT = "\u{E003}"
tieout.OPEN, tieout.CLOSE = "\u{E000}", "\u{E001}"

local TOKEN = tieout.OPEN .. "(%d+)" .. tieout.CLOSE
local ALIGNMENTS = { left = "AlignLeft", right = "AlignRight", center = "AlignCenter" }

--- The text with the way back to the top folder in place.
local function rooted(text, root)
  return (text:gsub(tieout.ROOT, ((root or ""):gsub("%%", "%%%%"))))
end

--- The character style of a number in Word: plain text that its reader sees is not to be retyped.
tieout.NUMBER_STYLE = "Tieout Number"

--- A number, ready for a format: `html`, `typst`, `latex`, `docx`, or plain text for any other.
function tieout.stat(fragment, format, root)
  if format == "html" then
    return pandoc.RawInline("html", rooted(fragment.html, root))
  elseif format == "typst" or format == "latex" then
    return pandoc.RawInline(format, fragment[format])
  elseif format == "docx" then
    local attr = pandoc.Attr("", {}, { { "custom-style", tieout.NUMBER_STYLE } })
    return pandoc.Span({ pandoc.Str(fragment.text) }, attr)
  end
  return pandoc.Str(fragment.text)
end

--- The citation of the cells' sources: a Cite, which a note style makes a footnote.
function tieout.source(fragment)
  local citations, shown = pandoc.List(), pandoc.List()
  for _, citation in ipairs(fragment.citations) do
    local suffix = pandoc.Inlines({})
    if (citation.locator or "") ~= "" then
      suffix:insert(pandoc.Str(", " .. citation.locator))
    end
    citations:insert(pandoc.Citation(citation.id, "NormalCitation", pandoc.Inlines({}), suffix))
    shown:insert("@" .. citation.id)
  end
  if #citations == 0 then
    return pandoc.Inlines({})
  end
  local text = "[" .. table.concat(shown, "; ") .. "]"
  return pandoc.Inlines({ pandoc.Cite(pandoc.Inlines({ pandoc.Str(text) }), citations) })
end

--- Splits text at its tokens: `literal(text)` and `token(n)` are called in turn.
function tieout.split(text, literal, token)
  local position = 1
  while true do
    local first, last, number = text:find(TOKEN, position)
    local before = text:sub(position, (first or #text + 1) - 1)
    if before ~= "" then
      literal(before)
    end
    if not first then
      return
    end
    token(tonumber(number))
    position = last + 1
  end
end

--- An author's Markdown with shortcodes in it, as inlines; `inline(use)` gives the inlines of a use.
function tieout.caption(marked, inline)
  local document = pandoc.read(marked.markdown, "markdown")
  local expanded = document.blocks:walk({
    Str = function(str)
      if not str.text:find(tieout.OPEN, 1, true) then
        return nil
      end
      local inlines = pandoc.Inlines({})
      tieout.split(str.text, function(text)
        inlines:insert(pandoc.Str(text))
      end, function(number)
        inlines:extend(inline(marked.uses[number + 1]))
      end)
      return inlines
    end,
  })
  return pandoc.utils.blocks_to_inlines(expanded, { pandoc.Space() })
end

--- Where paper says that a figure's data are: the files beside the pages.
local function data_of(fragment)
  local named = {}
  for _, link in ipairs(fragment.links or {}) do
    if link.path:match("%.csv$") then
      table.insert(named, link.text .. ": html/" .. link.path)
    end
  end
  return table.concat(named, " · ")
end

--- A figure as Quarto writes one: a Div with the label, the picture, the links and, last, the caption.
function tieout.figure(fragment, inline, root)
  local attributes = { { "fig-alt", fragment.alt } }
  if fragment.width then
    attributes[2] = { "width", string.format("%gcm", fragment.width) }
  end
  local image = pandoc.Image({}, (root or "") .. fragment.image, "", pandoc.Attr("", {}, attributes))
  local blocks = pandoc.Blocks({ pandoc.Para({ image }) })
  local links = pandoc.Inlines({})
  for _, link in ipairs(fragment.links or {}) do
    if #links > 0 then
      links:extend({ pandoc.Space(), pandoc.Str("·"), pandoc.Space() })
    end
    links:insert(pandoc.Link({ pandoc.Str(link.text) }, (root or "") .. link.path))
  end
  if #links > 0 or (fragment.script or "") ~= "" then
    local attr = pandoc.Attr("", { "tieout-links" }, { { "script", fragment.script or "" }, { "data", data_of(fragment) } })
    local beside = pandoc.Blocks({ pandoc.Plain(links) })
    if (fragment.table or "") ~= "" then
      beside:insert(pandoc.RawBlock("html", fragment.table))
    end
    blocks:insert(pandoc.Div(beside, attr))
  end
  blocks:insert(pandoc.Para(tieout.caption(fragment.caption, inline)))
  return pandoc.Div(blocks, pandoc.Attr(fragment.id))
end

local function row(cells, first)
  local made = pandoc.List()
  for position, text in ipairs(cells) do
    local inlines = pandoc.Inlines({ pandoc.Str(text) })
    if position == 1 and first then
      inlines = pandoc.Inlines({ pandoc.Span(inlines, pandoc.Attr(first, { "tieout-anchor" })) })
    end
    made:insert(pandoc.Cell({ pandoc.Plain(inlines) }))
  end
  return pandoc.Row(made)
end

local function grid(header, align, widths, rows, attr)
  local columns = pandoc.List()
  for position = 1, #header do
    columns:insert({ ALIGNMENTS[align[position]] or "AlignDefault", widths[position] })
  end
  local body = {
    attr = pandoc.Attr(),
    body = rows,
    head = pandoc.List(),
    row_head_columns = 0,
  }
  return pandoc.Table(
    { long = {}, short = nil },
    columns,
    pandoc.TableHead({ row(header) }),
    { body },
    pandoc.TableFoot(),
    attr
  )
end

--- A table as Quarto writes one: a Div with the label, the table and, last, the caption. Cells are plain text.
function tieout.table(fragment, inline)
  local rows = pandoc.List()
  for _, cells in ipairs(fragment.rows) do
    rows:insert(row(cells))
  end
  return pandoc.Div({
    grid(fragment.header, fragment.align, fragment.widths or {}, rows, pandoc.Attr()),
    pandoc.Para(tieout.caption(fragment.caption, inline)),
  }, pandoc.Attr(fragment.id))
end

--- The register of numbers: a table in whose rows the first cell holds the anchor that numbers link to.
function tieout.register(fragment)
  local rows = pandoc.List()
  for _, entry in ipairs(fragment.rows) do
    rows:insert(row(entry.cells, entry.anchor))
  end
  return grid(fragment.header, {}, {}, rows, pandoc.Attr("", { "tieout-register" }))
end

return tieout
