-- Runs the extension's shortcodes as Quarto's filters run them, as far as they can tell: their file is loaded
-- into an environment of its own, `error` only prints, results come back as blocks or inlines, and raw text and
-- attributes in them are searched for shortcodes again.
-- Arguments: the extension's shortcodes.lua, the project's folder, a file of calls (JSON). Prints JSON.

local script, project, calls = arg[1], arg[2], arg[3]

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local asked = pandoc.json.decode(read(calls), false)
local shown = {}

for _, call in ipairs(asked) do
  local needs = {}
  local quarto = {
    project = { directory = call.directory or project, offset = call.offset or "." },
    doc = {
      is_format = function(name)
        -- To Quarto an e-book is HTML, too.
        return name == call.format or (name == "html" and call.format == "epub")
      end,
      add_html_dependency = function(dependency)
        needs[#needs + 1] = dependency
      end,
    },
    FloatRefTarget = function(float)
      local parts = pandoc.Blocks({ pandoc.Div(float.content, pandoc.Attr("", { "content" })) })
      parts:insert(pandoc.Div({ float.caption_long }, pandoc.Attr("", { "caption" })))
      local attr = pandoc.Attr(float.identifier, { "float" }, { { "kind", float.type } })
      return pandoc.Div(parts, attr), {}
    end,
  }
  local environment = setmetatable({}, {
    __index = function(_, name)
      if name == "quarto" then
        return quarto
      elseif name == "error" then
        return function(message)
          io.stderr:write("ERROR (stub) " .. tostring(message) .. "\n")
        end
      end
      return _G[name]
    end,
  })
  local handlers = assert(loadfile(script, "bt", environment))()
  local kwargs = setmetatable({}, {
    __index = function()
      return pandoc.Inlines({})
    end,
  })
  for name, value in pairs(call.kwargs or {}) do
    kwargs[name] = call.inlines and pandoc.Inlines({ pandoc.Str(value) }) or value
  end
  local args = pandoc.List(call.args or {})
  if call.inlines then
    args = args:map(function(value)
      return pandoc.Inlines({ pandoc.Str(value) })
    end)
  end
  local fine, result = pcall(handlers[call.name], args, kwargs, {}, {}, call.context)
  if not fine then
    shown[#shown + 1] = { failed = tostring(result) }
  elseif type(result) == "string" then
    shown[#shown + 1] = { text = result }
  else
    local kind = pandoc.utils.type(result)
    local blocks = kind == "Inlines" and pandoc.Blocks({ pandoc.Para(result) }) or result
    local runs = 0
    blocks:walk({
      RawInline = function(raw)
        runs = runs + select(2, raw.text:gsub("{{<", ""))
      end,
      Image = function(image)
        for _, value in pairs(image.attributes) do
          runs = runs + select(2, value:gsub("{{<", ""))
        end
      end,
    })
    shown[#shown + 1] = {
      type = kind,
      needs = needs,
      shortcodes = runs,
      native = pandoc.write(pandoc.Pandoc(blocks), "native"),
      html = pandoc.write(pandoc.Pandoc(blocks), "html"),
      typst = pandoc.write(pandoc.Pandoc(blocks), "typst"),
    }
  end
end

print(pandoc.json.encode(shown))
