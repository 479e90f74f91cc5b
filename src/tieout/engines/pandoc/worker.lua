--- Run by `pandoc lua worker.lua JOB.json`: reads each chapter once and writes it as HTML and Typst.
-- With `-` in place of a job it stays: each line of the standard input names a job, each job done is answered
-- by a line. What pandoc has to get ready once, a process that stays has ready.
-- The job holds chapters whose shortcodes are tokens; the results hold placeholders where Python puts values,
-- numbers and links. Nothing here depends on a value, so a result is good as long as the text is the same.

local function read_job(path)
  return path and pandoc.json.decode(io.open(path, "rb"):read("a"), false)
end

local stays = arg[1] == "-"
local job = read_job(stays and assert(io.read("l")) or arg[1])
package.path = job.modules .. "/?.lua"

local kit = {
  escape = require("escape"),
  tokens = require("tokens"),
  crossref = require("crossref"),
  structure = require("structure"),
  language = job.language,
}
local numbering, raws, resources = require("numbering"), require("raw"), require("resources")
local formats = { html = require("html"), typst = require("typst") }
local tieout = dofile(job.extension)
if job.documents then
  formats.word = require("word")
end

local FORMAT_NAMES = {
  html = { html = true, html4 = true, html5 = true, ["html:js"] = true },
  typst = { typst = true, pdf = true },
  word = { docx = true },
  -- To Quarto an e-book is HTML, too, but for its scripts.
  epub = { html = true, epub = true, epub2 = true, epub3 = true },
}

-- Stands between headings that are written together.
local BREAK = "\u{E005}"

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
  return pandoc.Pandoc(document.blocks:walk({ Div = prune, Span = prune, CodeBlock = prune }))
end

--- Quotation marks of the book's language, and no comments; what would vanish in silence is reported.
local function clean(document, report)
  local quotes, told = job.language.quotes, {}
  local function raw(element)
    if element.format == "html" then
      -- A strict page runs no script and takes no style of its own.
      local aside = element.text:match("^%s*<!%-%-") or element.text:match("^%s*<s[ct][ry][il][pe]t?[%s>]")
      return aside and {} or nil
    elseif element.format == "tex" then
      local breaking = element.t == "RawBlock" and raws.breaking(element.text)
      local name = element.text:match("\\%a+") or element.text
      if not breaking and not told[name] then
        told[name] = true
        report("tex", element.text)
      end
      return breaking or {}
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
  done.meta, done.blocks = {}, resources.tame(done.blocks)
  return done
end

--- The headings as the contents show them: no notes, no links of an author.
local function contents(document)
  local nothing = function()
    return {}
  end
  local bare = function(element)
    return element.content
  end
  local made, words = pandoc.List(), pandoc.Blocks({})
  document.blocks:walk({
    traverse = "topdown",
    Header = function(header)
      made:insert({
        level = header.level,
        number = header.attributes["number"],
        chapter = header.attributes["chapter"] ~= nil,
        id = header.identifier,
        listed = not header.classes:includes("unlisted"),
      })
      words:insert(pandoc.Plain(header.content))
      words:insert(pandoc.RawBlock("html", BREAK))
    end,
  })
  words = words:walk({ Note = nothing, Cite = nothing, Image = nothing, Link = bare, Span = bare })
  local written, position = pandoc.write(pandoc.Pandoc(words), "html5", { wrap_text = "none" }), 1
  for _, heading in ipairs(made) do
    local first, last = written:find("%s*" .. BREAK .. "%s*", position)
    heading.html = written:sub(position, first - 1)
    position = last + 1
  end
  return made
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

--- The chapter as pandoc reads it. Of two texts of one footnote pandoc takes the last, and says so in its log only.
local function read_chapter(text, report)
  local messages, document = pandoc.log.silence(pandoc.read, text, "markdown")
  local told = {}
  for _, message in ipairs(messages) do
    local said = pandoc.json.decode(pandoc.json.encode(message), false)
    if said.type == "DuplicateNoteReference" and not told[said.contents] then
      told[said.contents] = true
      report("note", said.contents)
    end
  end
  return document
end

local function render(chapter)
  local problems = pandoc.List()
  local function report(kind, what)
    problems:insert({ kind = kind, what = tostring(what or "") })
  end
  kit.report, kit.authored = report, chapter.text:find("{=typst}", 1, true)
  local document = read_chapter(chapter.text, report)
  rename(document)
  raws.read(document, chapter.text)
  local expand = kit.tokens.expand(document, chapter.uses, tieout, report)
  clean(document, report)
  kit.structure.normalise(document, function(markdown)
    local read = pandoc.read(markdown, "markdown").blocks
    return expand(pandoc.utils.blocks_to_inlines(read, { pandoc.Space() }))
  end, chapter.text)
  local labels, anchors = numbering.number(document, {
    numbered = chapter.numbered,
    sections = job.number_sections,
    depth = job.number_depth,
  }, report)
  local references, keys = kit.crossref.resolve(document, kit.tokens)
  local images, links = resources.collect(document, report)
  local headings = contents(document)
  document = with_notes(document, chapter, #keys > 0)
  local result = {
    labels = labels,
    headings = headings,
    references = references,
    citations = keys,
    images = images,
    links = links,
    anchors = anchors,
    problems = problems,
  }
  local conditional = chapter.text:find("content-", 1, true) or chapter.text:find("hidden", 1, true)
  for name, format in pairs(formats) do
    local whole = conditional and only_for(document, name) or pandoc.Pandoc(document.blocks)
    result[name] = format.write(format.lower(whole, kit, chapter.slug), kit)
  end
  if job.documents and conditional then
    -- An e-book is made of the pages' HTML, but for what is said to be for one of them alone.
    result.epub = formats.html.write(formats.html.lower(only_for(document, "epub"), kit, chapter.slug), kit)
  end
  result.notes = select(2, result.html:gsub('id="fnref%d', ""))
  return result
end

while job do
  kit.language, kit.structure.gap = job.language, job.language.gap
  for _, chapter in ipairs(job.chapters) do
    local good, result = pcall(render, chapter)
    local file = assert(io.open(chapter.out, "wb"))
    file:write(pandoc.json.encode(good and result or { error = tostring(result) }))
    file:close()
  end
  if stays then
    io.write("done\n")
    io.flush()
  end
  job = read_job(stays and io.read("l"))
end
