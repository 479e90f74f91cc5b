--- The shortcodes as Quarto runs them: `stat`, `word`, `param`, `source`, `figure`, `table` and `register`.
-- Each looks its use up in `_tieout/fragments.json` (written by `tieout compile`) and hands the fragment to
-- tieout.lua, which both engines share. What is here is only what Quarto itself asks for.

local folder = pandoc.path.directory(debug.getinfo(1, "S").source:sub(2))
local tieout = dofile(pandoc.path.join({ folder, "tieout.lua" }))

local VERSION = 1
local FRAGMENTS = "fragments.json"
local fragments = nil

--- Ends the render with a message that tieout finds in Quarto's output. Quarto replaces `error` by a function
-- that prints and goes on; `assert` it leaves alone.
local function fail(code, message)
  assert(false, "tieout: " .. code .. " " .. message)
end

local function read(path)
  local file = io.open(path, "rb")
  if file == nil then
    return nil
  end
  local text = file:read("a")
  file:close()
  return text
end

--- The fragments of the project; where there is no project, those beside the extension.
local function all()
  if fragments ~= nil then
    return fragments
  end
  local project = (quarto.project or {}).directory or os.getenv("QUARTO_PROJECT_DIR")
  local text = project and read(pandoc.path.join({ project, "_tieout", FRAGMENTS }))
    or read(pandoc.path.join({ folder, "..", "..", "_tieout", FRAGMENTS }))
  if text == nil then
    fail("TIE602", "_tieout/" .. FRAGMENTS .. " is missing; run 'tieout compile' first")
  end
  local data = pandoc.json.decode(text, false)
  if data.version ~= VERSION then
    fail("TIE602", "_tieout/" .. FRAGMENTS .. " is of another version; run 'tieout compile'")
  end
  fragments = data.uses
  return fragments
end

--- An argument as text. Quarto hands over strings or Inlines, in code and attributes with their quotes on.
local function text_of(value)
  local text = type(value) == "string" and value or pandoc.utils.stringify(value)
  return text:match('^"(.*)"$') or text:match("^'(.*)'$") or text
end

--- A use's key, spelt as `tieout.prose.shortcodes.Shortcode.key` spells it.
local function key_of(name, args, kwargs)
  local words, options = { name }, {}
  for _, value in ipairs(args) do
    local word = text_of(value)
    -- In titles Quarto hands an option over as an argument.
    local option, given = word:match("^(%a[%w_-]*)=(.*)$")
    if option then
      options[option] = text_of(given)
    else
      words[#words + 1] = word
    end
  end
  for option, value in pairs(kwargs) do
    options[text_of(option)] = text_of(value)
  end
  local names = {}
  for option in pairs(options) do
    names[#names + 1] = option
  end
  table.sort(names)
  for _, option in ipairs(names) do
    words[#words + 1] = option .. "=" .. options[option]
  end
  return table.concat(words, " ")
end

local function lookup(key)
  local fragment = all()[key]
  if fragment == nil then
    local kind = key:match("^%S+")
    local code = (kind == "figure" or kind == "table") and "TIE305" or "TIE303"
    fail(code, "{{< " .. key .. " >}} names nothing known")
  end
  return fragment
end

--- To Quarto an e-book is HTML, too; to a reader it is a book, without scripts and files beside its pages.
local function is_page()
  return quarto.doc.is_format("html") and not quarto.doc.is_format("epub")
end

local function format()
  if quarto.doc.is_format("epub") then
    return "text"
  end
  for _, name in ipairs({ "html", "typst", "latex", "docx" }) do
    if quarto.doc.is_format(name) then
      return name
    end
  end
  return "text"
end

--- The way from this page back to the pages' top folder.
local function root()
  local offset = (quarto.project or {}).offset
  return (offset == nil or offset == "" or offset == ".") and "" or offset .. "/"
end

--- Quarto looks for shortcodes in what a shortcode returned, in raw text and attributes too: a value must not
-- be able to run one.
local OPEN = "{{<"
local BROKEN = { html = "{&#123;<", typst = "{{\\u{3c}" }

local function inert(element)
  local function raw_text(raw)
    raw.text = raw.text:gsub(OPEN, BROKEN[raw.format] or OPEN)
    return raw
  end
  return element:walk({
    RawInline = raw_text,
    RawBlock = raw_text,
    Image = function(image)
      for name, value in pairs(image.attributes) do
        if value:find(OPEN, 1, true) then
          image.attributes[name] = value:gsub(OPEN, "{\u{2060}{<")
        end
      end
      return image
    end,
  })
end

--- Lets the numbers of a page open: the page asks for script, style and data once.
local asked = false

local function opens()
  if asked or not is_page() or quarto.doc.add_html_dependency == nil then
    return
  end
  asked = true
  local project = (quarto.project or {}).directory or os.getenv("QUARTO_PROJECT_DIR")
  local from = project and pandoc.path.join({ project, "_tieout" })
    or pandoc.path.join({ folder, "..", "..", "_tieout" })
  if read(pandoc.path.join({ from, "panel.js" })) == nil then
    return
  end
  local late = { defer = "defer" }
  quarto.doc.add_html_dependency({
    name = "tieout-panel",
    version = "1",
    scripts = {
      { path = pandoc.path.join({ from, "numbers.js" }), attribs = late },
      { path = pandoc.path.join({ from, "panel.js" }), attribs = late },
    },
    stylesheets = { pandoc.path.join({ from, "panel.css" }) },
  })
end

--- What stands in a sentence, by kind.
local inline = {
  stat = function(fragment)
    opens()
    return pandoc.Inlines({ tieout.stat(fragment, format(), root()) })
  end,
  source = function(fragment)
    return tieout.source(fragment)
  end,
}
inline.word = inline.stat
inline.param = inline.stat

local function use(key)
  local fragment = lookup(key)
  if inline[fragment.kind] == nil then
    fail("TIE304", "{{< " .. key .. " >}} cannot stand in a caption")
  end
  return inline[fragment.kind](fragment)
end

--- Quarto makes its floats of `::: {#fig-x}` before it runs shortcodes, so a Div would never be numbered: the
-- parts of tieout's Div go into a float of Quarto's own.
local function float(kind, div)
  local content, links = pandoc.Blocks({}), pandoc.Blocks({})
  for position, block in ipairs(div.content) do
    if block.t == "Div" and block.classes:includes("tieout-links") then
      block.attributes.data = nil
      links:insert(block)
    elseif position < #div.content then
      content:insert(block.t == "Para" and pandoc.Plain(block.content) or block)
    end
  end
  local caption = pandoc.Plain(div.content[#div.content].content)
  local node = quarto.FloatRefTarget({
    identifier = div.identifier,
    type = kind,
    content = content,
    caption_long = caption,
  })
  return pandoc.Blocks({ node }) .. links
end

--- A page can link to a file beside it, paper cannot: there the script is named.
local function on_paper(div)
  return div:walk({
    Div = function(inner)
      if not inner.classes:includes("tieout-links") then
        return nil
      end
      local script = inner.attributes.script or ""
      if script == "" then
        return {}
      end
      local data = inner.attributes.data or ""
      local pdf = quarto.doc.is_format("typst") or quarto.doc.is_format("latex")
      local line = "Script: " .. script .. (pdf and data ~= "" and " · " .. data or "")
      -- The data to read, which an e-book shows and other formats pass over, stay.
      inner.content = { pandoc.Plain({ pandoc.Str(line) }), inner.content[2] }
      return inner
    end,
  })
end

--- Word shows no SVG before 2016: where tieout has put a PNG beside the drawing, that is shown.
local function drawn(fragment)
  if not quarto.doc.is_format("docx") then
    return fragment
  end
  local image = fragment.image:gsub("%.svg$", ".png")
  local project = (quarto.project or {}).directory or os.getenv("QUARTO_PROJECT_DIR")
  if not project or read(pandoc.path.join({ project, image })) == nil then
    return fragment
  end
  return setmetatable({ image = image }, { __index = fragment })
end

--- What stands alone in a paragraph, by kind. A leading `/` is, to Quarto, the project's folder.
local block = {
  figure = function(fragment)
    opens()
    local div = tieout.figure(drawn(fragment), use, "/")
    return float("Figure", is_page() and div or on_paper(div))
  end,
  table = function(fragment)
    return float("Table", tieout.table(fragment, use))
  end,
  register = function(fragment)
    return pandoc.Blocks({ tieout.register(fragment) })
  end,
}

local function handler(name)
  return function(args, kwargs, _, _, context)
    local key = key_of(name, args, kwargs)
    local fragment = lookup(key)
    if inline[name] then
      if context == "text" then
        return fragment.text or ""
      end
      return inert(inline[name](fragment))
    end
    if context == "inline" or context == "text" then
      fail("TIE304", "{{< " .. key .. " >}} stands alone in a paragraph")
    end
    return inert(block[name](fragment))
  end
end

local handlers = {}
for _, name in ipairs({ "stat", "word", "param", "source", "figure", "table", "register" }) do
  handlers[name] = handler(name)
end
return handlers
