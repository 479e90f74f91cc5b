--- Raw HTML and TeX that stand for something every format has: tables, pictures, line and page breaks, formulas.
-- Handing every element to Lua is slow: each part runs only where the source holds what it looks for.

local raw = {}

local BREAKS = { newpage = true, pagebreak = true, clearpage = true, cleardoublepage = true }
local MATHS = { equation = "", align = "aligned", gather = "gathered", eqnarray = "aligned", multline = "gathered" }

local function tag(element, name)
  return element.format:match("^html") and element.text:match("^%s*<" .. name .. "[%s>/]") ~= nil
end

--- What a page break is in each format.
function raw.page_break()
  return {
    pandoc.RawBlock("typst", "#pagebreak(weak: true)"),
    pandoc.RawBlock("html", '<div class="pagebreak"></div>'),
  }
end

local function read_html(text)
  return pandoc.read(text, "html").blocks
end

--- Tables that are written as HTML: everything from `<table` to its end, read again as one table.
local function tables(blocks)
  local made, open, depth = pandoc.Blocks({}), nil, 0
  for _, block in ipairs(blocks) do
    local html = block.t == "RawBlock" and block.format:match("^html") and block.text:lower() or ""
    if not open and html:find("<table[%s>]") then
      open, depth = pandoc.Blocks({}), 0
    end
    if open then
      open:insert(block)
      depth = depth + select(2, html:gsub("<table[%s>]", "")) - select(2, html:gsub("</table>", ""))
      if html ~= "" and depth <= 0 then
        made:extend(read_html(pandoc.write(pandoc.Pandoc(open), "html", { wrap_text = "none" })))
        open = nil
      end
    else
      made:insert(block)
    end
  end
  made:extend(open or {})
  return made
end

local function address(text)
  local src = text:match("%ssrc%s*=%s*[\"']([^\"']+)[\"']")
  return src and (src:gsub("^//", "https://"):gsub("&amp;", "&"))
end

local function title(text)
  return text:match("%s[Tt]itle%s*=%s*[\"']([^\"']+)[\"']")
end

--- A raw element as inlines that every format has; nil when it is none of these.
local function inlines(element)
  if tag(element, "img") then
    local found
    pandoc.Pandoc(read_html(element.text)):walk({
      Image = function(image)
        found = image
      end,
    })
    return found and { found }
  elseif tag(element, "iframe") or tag(element, "video") or tag(element, "embed") then
    local source = address(element.text)
    return source and { pandoc.Link({ pandoc.Str(title(element.text) or source) }, source) } or {}
  elseif tag(element, "/iframe") or tag(element, "/video") or tag(element, "source") then
    return {}
  elseif tag(element, "br") then
    return { pandoc.LineBreak() }
  end
end

--- A TeX environment of mathematics as a formula; nil when it is none.
local function formula(text)
  local name, star, body = text:match("^%s*\\begin{(%a+)(%*?)}(.*)\\end{%a+%*?}%s*$")
  local inner = name and MATHS[name]
  if not inner then
    return nil
  end
  body = body:gsub("\\label{([^}]*)}", ""):gsub("\\nonumber", "")
  if inner ~= "" then
    body = "\\begin{" .. inner .. "}" .. body .. "\\end{" .. inner .. "}"
  end
  return pandoc.Math("DisplayMath", body)
end

--- Brings raw elements of a document to what every format has; `text` is its source.
function raw.read(document, text)
  local blocks = document.blocks
  if text:find("<[Tt][Aa][Bb][Ll][Ee][%s>]") then
    blocks = blocks:walk({ Blocks = tables })
  end
  if text:find("<img", 1, true) or text:find("<iframe", 1, true) or text:find("<video", 1, true)
    or text:find("<br", 1, true) or text:find("\\begin{", 1, true) then
    blocks = blocks:walk({
      RawInline = function(element)
        local math = element.format == "tex" and formula(element.text)
        return math or inlines(element)
      end,
      RawBlock = function(element)
        if element.format == "tex" then
          local math = formula(element.text)
          return math and pandoc.Para({ math })
        end
        local made = inlines(element)
        return made and (#made > 0 and pandoc.Para(made) or {})
      end,
    })
  end
  document.blocks = blocks
end

--- What a TeX command that asks for a page break becomes; nil when it asks for something else.
function raw.breaking(text)
  local name = text:match("^%s*\\(%a+)%s*$")
  return name and BREAKS[name] and raw.page_break()
end

return raw
