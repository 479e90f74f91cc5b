--- References to figures, tables, sections and equations: placeholders, for what they name may be in another chapter.

local crossref = {}

local KINDS = {
  fig = true, tbl = true, sec = true, eq = true, lst = true,
  nte = true, tip = true, wrn = true, imp = true, cau = true,
  thm = true, lem = true, cor = true, prp = true, cnj = true, def = true, exm = true, exr = true, alg = true,
  rem = true, sol = true,
}

--- Whether an identifier is a label, unique in the book, and not an anchor of its chapter alone.
function crossref.is_label(id)
  local kind = id:match("^(%l+)%-.")
  return kind ~= nil and KINDS[kind] == true
end

--- The label a citation's id names if it is a reference, and whether it was written with a capital.
local function label_of(id)
  local lower = id:sub(1, 1):lower() .. id:sub(2)
  if crossref.is_label(lower) then
    return lower, lower ~= id
  end
end

--- Replaces every reference by placeholders.
-- @return the references in order: label, upper (written with a capital)
-- @return the keys of all that is cited, each once
function crossref.resolve(document, tokens)
  local references, keys, seen = pandoc.List(), pandoc.List(), {}

  local function one(citation, label, upper)
    references:insert({ label = label, upper = upper })
    local number = tostring(#references - 1)
    local made = tokens.both(tokens.mark("o", number))
    if #citation.prefix > 0 then
      made:extend(citation.prefix)
      made:insert(pandoc.Str("\u{A0}"))
      made:extend(tokens.both(tokens.mark("u", number)))
    elseif citation.mode == "SuppressAuthor" then
      made:extend(tokens.both(tokens.mark("u", number)))
    else
      made:extend(tokens.both(tokens.mark("t", number)))
    end
    made:extend(tokens.both(tokens.mark("e", number)))
    made:extend(citation.suffix)
    return made
  end

  document.blocks = document.blocks:walk({
    Cite = function(cite)
      local made, others = pandoc.Inlines({}), pandoc.List()
      for _, citation in ipairs(cite.citations) do
        local label, upper = label_of(citation.id)
        if label then
          if #made > 0 then
            made:extend({ pandoc.Str(","), pandoc.Space() })
          end
          made:extend(one(citation, label, upper))
        else
          others:insert(citation)
          if not seen[citation.id] then
            seen[citation.id] = true
            keys:insert(citation.id)
          end
        end
      end
      if #made == 0 then
        return nil
      elseif #others > 0 then
        made:insert(pandoc.Cite({}, others))
      end
      return made
    end,
  })
  return references, keys
end

return crossref
