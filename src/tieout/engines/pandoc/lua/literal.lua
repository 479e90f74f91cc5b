--- Words that Typst would read as more than words: written so that the PDF says what the pages say.
-- Pandoc escapes each word by itself. But citeproc and the unwrapping of spans put words side by side: of `12/`
-- and `/3` Typst makes a comment, which swallows the rest of the paragraph. And of some signs in one word, such as
-- three hyphens or straight quotation marks, Typst's typography makes others, which no page shows.

local literal = {}

-- Signs that mean something to Typst next to others.
local JOINING = "[-/.]"
local PAIRS = { "//", "/*", "--", "-?", "...", "'", '"' }
local LISTS = { "^%s*[-+=/]", "^%s*%d+%.", "[-+=/]%s", "%d%.%s" }
-- Pandoc sees to these two where they stand in one word.
local ESCAPED = { ["//"] = true, ["/*"] = true }

--- Whether a block may hold such words: a look at its text alone, for handing out every word takes long.
local function doubtful(block)
  local text = pandoc.utils.stringify(block)
  for _, pair in ipairs(PAIRS) do
    if text:find(pair, 1, true) then
      return true
    end
  end
  for _, pattern in ipairs(LISTS) do
    if text:find(pattern) then
      return true
    end
  end
  return false
end

local function misread(text)
  for _, pair in ipairs(PAIRS) do
    if not ESCAPED[pair] and text:find(pair, 1, true) then
      return true
    end
  end
  return false
end

--- Whether what follows in `inlines` is joined to the word before; raw pieces may turn out to be nothing.
local function followed(inlines, position)
  for next = position + 1, #inlines do
    local inline = inlines[next]
    if inline.t ~= "RawInline" then
      return inline.t == "Str"
    elseif inline.format == "typst" and inline.text:sub(1, 1) == "/" then
      return true
    end
  end
  return false
end

--- Where a word begins a line, or what is in brackets, it would make a heading or a list.
local function marks(text)
  return text:find("^[-+=/]") or text:find("^%d+%.")
end

local function written(inlines)
  local joined, first, changed = false, true, false
  for position, inline in ipairs(inlines) do
    local kind = inline.t
    if kind == "Str" then
      local text = inline.text
      local beside = text:find(JOINING) and (joined or followed(inlines, position))
      if beside or misread(text) or (first and marks(text)) then
        inlines[position] = pandoc.RawInline("typst", (text:gsub("%p", "\\%0")))
        changed = true
      end
      joined, first = true, false
    elseif kind == "RawInline" then
      first = first or (inline.format == "typst" and inline.text:sub(-1) == "[")
    else
      joined = false
      first = kind == "LineBreak" or (first and (kind == "Space" or kind == "SoftBreak"))
    end
  end
  return changed and inlines or nil
end

--- The blocks with every such word escaped; `all` opens every block, whatever its text looks like.
function literal.words(blocks, all)
  local function opened(block)
    if all or doubtful(block) then
      return block:walk({ Inlines = written })
    end
  end
  return blocks:walk({ Para = opened, Plain = opened, LineBlock = opened, DefinitionList = opened })
end

return literal
