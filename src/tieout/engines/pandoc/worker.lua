--- Run by `pandoc lua worker.lua JOB.json`: reads each chapter once and writes it as HTML and Typst.
-- The job holds chapters whose shortcodes are tokens; the results hold placeholders where Python puts values,
-- numbers and links. Nothing here depends on a value, so a result is good as long as the text is the same.

local job = pandoc.json.decode(io.open(arg[1], "rb"):read("a"), false)
package.path = job.modules .. "/?.lua"

local kit = {
  escape = require("escape"),
  tokens = require("tokens"),
  crossref = require("crossref"),
  structure = require("structure"),
  language = job.language,
}
local numbering, resources = require("numbering"), require("resources")
local formats = { html = require("html"), typst = require("typst") }
local tieout = dofile(job.extension)

local FORMAT_NAMES = {
  html = { html = true, html4 = true, html5 = true, ["html:js"] = true },
  typst = { typst = true, pdf = true },
}

--- Whether an element with a condition is to be seen in a format.
local function visible(element, format)
  local on, off = element.attributes["when-format"], element.attributes["unless-format"]
  local met = (not on or FORMAT_NAMES[format][on] == true) and not (off and FORMAT_NAMES[format][off])
  if element.classes:includes("content-visible") then
    return met
  elseif element.classes:includes("content-hidden") then
    return not met
  end
  return not element.classes:includes("hidden")
end

local function only_for(document, format)
  local function prune(element)
    if not visible(element, format) then
      return {}
    elseif element.classes:includes("content-visible") or element.classes:includes("content-hidden") then
      if element.t == "CodeBlock" then
        element.classes = element.classes:filter(function(class)
          return not class:match("^content%-")
        end)
        return element
      end
      return element.content
    end
  end
  local blocks = document.blocks:walk({ Div = prune, Span = prune, CodeBlock = prune })
  return pandoc.Pandoc(blocks, document.meta)
end

--- Quotation marks of the book's language, and no comments; what would vanish in silence is reported.
local function clean(document, report)
  local quotes = job.language.quotes
  local function raw(element)
    if element.format == "html" and element.text:match("^%s*<!%-%-") then
      return {}
    elseif element.format == "tex" then
      report("tex", element.text)
      return {}
    end
  end
  -- In a note a citation stands in the line: a shortcode put after a full stop needs a space there.
  local function spaced(inlines)
    local made = pandoc.Inlines({})
    for position, inline in ipairs(inlines) do
      local before = inlines[position - 1]
      if inline.t == "Cite" and before and before.t ~= "Space" and before.t ~= "SoftBreak" then
        made:insert(pandoc.Space())
      end
      made:insert(inline)
    end
    return made
  end
  document.blocks = document.blocks:walk({
    Note = function(note)
      note.content = note.content:walk({ Inlines = spaced })
      return note
    end,
    Quoted = function(quoted)
      local double = quoted.quotetype == "DoubleQuote"
      local made = pandoc.Inlines({ pandoc.Str(double and quotes[1] or quotes[3]) })
      made:extend(quoted.content)
      made:insert(pandoc.Str(double and quotes[2] or quotes[4]))
      return made
    end,
    RawInline = raw,
    RawBlock = raw,
  })
end

--- The keys a document cites, each once, in order.
local function cited(document)
  local keys, seen = pandoc.List(), {}
  document.blocks:walk({
    Cite = function(cite)
      for _, citation in ipairs(cite.citations) do
        if not seen[citation.id] then
          seen[citation.id] = true
          keys:insert(citation.id)
        end
      end
    end,
  })
  return keys
end

local function with_notes(document, chapter, has_citations)
  if not chapter.bibliography or not (has_citations or chapter.nocite) then
    return document
  end
  document.meta = {
    bibliography = chapter.bibliography,
    csl = job.style,
    lang = job.language.lang,
    ["suppress-bibliography"] = not chapter.nocite,
  }
  if chapter.nocite then
    local citations = pandoc.List()
    for _, key in ipairs(chapter.nocite) do
      citations:insert(pandoc.Citation(key, "NormalCitation"))
    end
    document.meta.nocite = pandoc.Inlines({ pandoc.Cite({}, citations) })
  end
  local done = pandoc.utils.citeproc(document)
  done.meta = {}
  return done
end

local function count_notes(document)
  local notes = 0
  document.blocks:walk({
    Note = function()
      notes = notes + 1
    end,
  })
  return notes
end

--- The headings as the contents show them: no notes, no links of an author.
local function contents(document)
  local nothing = function()
    return {}
  end
  local bare = function(element)
    return element.content
  end
  local made = pandoc.List()
  document.blocks:walk({
    traverse = "topdown",
    Header = function(header)
      local words = header.content:walk({ Note = nothing, Cite = nothing, Image = nothing, Link = bare, Span = bare })
      local plain = pandoc.Pandoc({ pandoc.Plain(words) })
      made:insert({
        level = header.level,
        number = header.attributes["number"],
        id = header.identifier,
        html = pandoc.write(plain, "html5", { wrap_text = "none" }),
        listed = not header.classes:includes("unlisted"),
      })
      return nil, false
    end,
  })
  return made
end

--- Every identifier a link can lead to.
local function anchors(document)
  local found = pandoc.List()
  local function note(element)
    if element.identifier ~= "" then
      found:insert(element.identifier)
    end
  end
  document.blocks:walk({ Header = note, Div = note, Span = note, CodeBlock = note })
  return found
end

-- A heading's automatic name must not hold a token's number: it is made anew from the words alone.
local function rename(document)
  local token = kit.tokens.RICH .. "%d+" .. kit.tokens.CLOSE
  local function name(text)
    return pandoc.read("# " .. text, "markdown").blocks[1].identifier
  end
  document.blocks = document.blocks:walk({
    Header = function(header)
      local words = pandoc.utils.stringify(header.content)
      if words:find(kit.tokens.RICH, 1, true) and header.identifier == name(words) then
        header.identifier = name((words:gsub(token, "")))
        return header
      end
    end,
  })
end

local function render(chapter)
  local problems = pandoc.List()
  local function report(kind, what)
    problems:insert({ kind = kind, what = tostring(what or "") })
  end
  kit.report = report
  local document = pandoc.read(chapter.text, "markdown")
  rename(document)
  local expand = kit.tokens.expand(document, chapter.uses, tieout, report)
  clean(document, report)
  kit.structure.normalise(document, function(markdown)
    local read = pandoc.read(markdown, "markdown").blocks
    return expand(pandoc.utils.blocks_to_inlines(read, { pandoc.Space() }))
  end)
  local labels = numbering.number(document, {
    numbered = chapter.numbered,
    sections = job.number_sections,
    depth = job.number_depth,
  }, report)
  local references = kit.crossref.resolve(document, kit.tokens)
  local images, links = resources.collect(document, report)
  local keys, headings = cited(document), contents(document)
  document = with_notes(document, chapter, #keys > 0)
  document.blocks = document.blocks:walk({
    Cite = function(cite)
      return cite.content
    end,
  })
  local result = {
    labels = labels,
    headings = headings,
    references = references,
    citations = keys,
    images = images,
    links = links,
    anchors = anchors(document),
    notes = count_notes(document),
    problems = problems,
  }
  for name, format in pairs(formats) do
    local lowered = format.lower(only_for(document, name), kit, chapter.slug)
    result[name] = format.write(lowered, kit)
  end
  return result
end

for _, chapter in ipairs(job.chapters) do
  local good, result = pcall(render, chapter)
  local file = assert(io.open(chapter.out, "wb"))
  file:write(pandoc.json.encode(good and result or { error = tostring(result) }))
  file:close()
end
