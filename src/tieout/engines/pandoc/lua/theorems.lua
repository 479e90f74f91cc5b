--- Theorems, definitions, exercises, proofs: Quarto's divs brought to one shape, and that shape in both formats.
-- theorem: Div#id.t-theorem[family, manner]{ Div.t-title{Plain}, … }

local theorems = {}

-- A family's style: the words of a plain one are italic, the others' are not; a proof has no number of its own.
local STYLES = {
  thm = "plain", lem = "plain", cor = "plain", prp = "plain", cnj = "plain", alg = "plain",
  def = "definition", exm = "definition", exr = "definition",
  rem = "remark", sol = "remark",
}
local PROOFS = { proof = "prf", remark = "rem", solution = "sol" }

--- The family of a label, such as `thm` of `thm-line`; nil when it is no theorem's.
function theorems.family(id)
  local family = id:match("^(%l+)%-.")
  return family and STYLES[family] and family or nil
end

--- The Div in its shape, or nil when it is no theorem; `read` makes inlines of a Markdown attribute.
function theorems.shape(div, read)
  local family, proof = theorems.family(div.identifier), nil
  for _, class in ipairs(div.classes) do
    proof = proof or PROOFS[class]
  end
  if not family and not proof then
    return nil
  end
  local blocks = div.content:clone()
  local title = div.attributes["name"] and read(div.attributes["name"])
  if not title and blocks[1] and blocks[1].t == "Header" then
    title = blocks:remove(1).content
  end
  blocks:insert(1, pandoc.Div({ pandoc.Plain(title or {}) }, pandoc.Attr("", { "t-title" })))
  local style = family and STYLES[family] or "remark"
  local attributes = { { "family", family or proof }, { "manner", style } }
  return pandoc.Div(blocks, pandoc.Attr(div.identifier, { "t-theorem" }, attributes))
end

--- The Div's blocks with its name and number run into the first line.
-- `strong` is the markup around the name: open, close; `number` its number's markup or nil.
local function run_in(div, open, close, word, number, format)
  local title = div.content[1].content[1].content
  local head = pandoc.Inlines({ pandoc.RawInline(format, open .. word .. (number or "")) })
  if #title > 0 then
    head:insert(pandoc.RawInline(format, " ("))
    head:extend(title)
    head:insert(pandoc.RawInline(format, ")"))
  end
  head:extend({ pandoc.RawInline(format, (div.attributes["manner"] == "remark" and "." or "") .. close), pandoc.Space() })
  local blocks = pandoc.Blocks({ table.unpack(div.content, 2) })
  local first = blocks[1]
  if first and (first.t == "Para" or first.t == "Plain") then
    head:extend(first.content)
    blocks[1] = pandoc.Para(head)
  else
    blocks:insert(1, pandoc.Para(head))
  end
  return blocks
end

--- A theorem as HTML.
function theorems.html(div, kit)
  local family, style, number = div.attributes["family"], div.attributes["manner"], div.attributes["number"]
  local id = div.identifier ~= "" and ' id="' .. kit.escape.html(div.identifier) .. '"' or ""
  local shown = number and "&nbsp;" .. kit.tokens.mark("n", number)
  local word = kit.escape.html(kit.language.theorems[family])
  local made = pandoc.Blocks({
    pandoc.RawBlock("html", "<div" .. id .. ' class="theorem theorem-' .. style .. '">'),
  })
  made:extend(run_in(div, '<span class="theorem-title">', "</span>", word, shown, "html"))
  made:insert(pandoc.RawBlock("html", "</div>"))
  return made
end

--- A theorem as pieces of Typst; `label` makes an identifier a label.
function theorems.typst(div, kit, label)
  local family, style, number = div.attributes["family"], div.attributes["manner"], div.attributes["number"]
  local shown = number and "~" .. kit.tokens.mark("n", number)
  local word = "#" .. kit.escape.typst(kit.language.theorems[family]) .. ";"
  local open = style == "remark" and "#emph[" or "#strong["
  local blocks = run_in(div, open, "];", word, shown, "typst")
  local close = div.identifier ~= "" and "] " .. label(div.identifier) or "]"
  return { '#theorem(style: "' .. style .. '")[', blocks, close }
end

return theorems
