//! Which file of `src` uses what of which other, read from the parsed code: imports, grouped ones too, paths in
//! expressions, types and macros. Re-exports are followed to the file in which a thing is written. Tests are left out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItemFn, Item, Macro, Type, UseTree, Visibility};

/// The names that lead to a module: `["timeline", "narration"]`; empty for the crate's root.
pub type ModulePath = Vec<String>;

/// Longer chains of re-exports are not followed.
const MAX_STEPS: usize = 20;

/// What a file says of itself.
#[derive(Default)]
struct Module {
    children: BTreeSet<String>,
    items: BTreeSet<String>,
    /// What it imports, by the name that it has here.
    imports: HashMap<String, Import>,
    /// What it imports all of.
    globs: Vec<ModulePath>,
    /// All other paths in its code.
    paths: BTreeSet<Vec<String>>,
    /// The types that it gives functions of their own.
    impls: BTreeSet<Vec<String>>,
}

struct Import {
    path: Vec<String>,
    is_reexport: bool,
}

/// The files of a crate.
pub struct Graph {
    modules: BTreeMap<ModulePath, Module>,
}

/// The files in which a type is given functions of its own, by the type.
pub type Impls = BTreeMap<String, BTreeSet<ModulePath>>;

/// What each file uses of which other.
pub type Uses = BTreeMap<ModulePath, BTreeMap<ModulePath, BTreeSet<String>>>;

impl Graph {
    /// Reads a crate, from its `lib.rs` on.
    pub fn read(source: &Path) -> Graph {
        let mut graph = Graph { modules: BTreeMap::new() };
        graph.read_module(source, &Vec::new(), &source.join("lib.rs"));
        graph
    }

    fn read_module(&mut self, folder: &Path, path: &ModulePath, file: &Path) {
        let code = syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap();
        let mut module = Module::default();
        Reader { module: &mut module, depth: 0 }.visit_file(&code);
        for child in &module.children {
            let (inner, flat) = (folder.join(child), folder.join(format!("{child}.rs")));
            let file = if flat.exists() { flat } else { inner.join("mod.rs") };
            let path: ModulePath = path.iter().chain([child]).cloned().collect();
            if file.exists() && child != "tests" {
                self.read_module(&inner, &path, &file);
            }
        }
        self.modules.insert(path.clone(), module);
    }

    /// What each file uses of which other.
    pub fn uses(&self) -> Uses {
        let uses_of = |(path, module): (&ModulePath, &Module)| {
            let imports = module.imports.values().filter(|it| !it.is_reexport).map(|it| &it.path);
            let mut uses: BTreeMap<ModulePath, BTreeSet<String>> = BTreeMap::new();
            for used in module.paths.iter().chain(imports) {
                match self.resolve(path, used, 0) {
                    Some((target, rest)) if target != *path && !rest.is_empty() => {
                        uses.entry(target).or_default().insert(rest.join("::"));
                    }
                    _ => {}
                }
            }
            (path.clone(), uses)
        };
        self.modules.iter().map(uses_of).collect()
    }

    /// In which files each type is given functions of its own, traits left out.
    pub fn impls(&self) -> Impls {
        let mut impls = Impls::new();
        for (path, module) in &self.modules {
            for used in &module.impls {
                let Some((home, name)) = self.resolve(path, used, 0).or_else(|| {
                    let is_own = module.items.contains(used.last()?);
                    is_own.then(|| (path.clone(), used.clone()))
                }) else {
                    continue;
                };
                let name: Vec<String> = home.into_iter().chain(name).collect();
                impls.entry(name.join("::")).or_default().insert(path.clone());
            }
        }
        impls
    }

    /// The file that a path leads to, seen from another, and what of the path is left there.
    fn resolve(&self, from: &ModulePath, path: &[String], steps: usize) -> Option<(ModulePath, Vec<String>)> {
        if steps > MAX_STEPS {
            return None;
        }
        let mut at = from.clone();
        let mut rest = path.to_vec();
        match rest.first()?.as_str() {
            "crate" => {
                at.clear();
                rest.remove(0);
            }
            "self" => {
                rest.remove(0);
            }
            "super" => {
                while rest.first().is_some_and(|it| it == "super") {
                    at.pop()?;
                    rest.remove(0);
                }
            }
            first => {
                let module = &self.modules[&at];
                if !module.children.contains(first) {
                    return self
                        .resolve_name(module, &at, &rest, steps)
                        .filter(|_| !module.items.contains(first));
                }
            }
        }
        while let Some(next) = rest.first() {
            let module = self.modules.get(&at)?;
            if module.children.contains(next) {
                at.push(rest.remove(0));
                continue;
            }
            let is_own = module.items.contains(next);
            return match self.resolve_name(module, &at, &rest, steps) {
                Some(found) if !is_own => Some(found),
                _ => Some((at, rest)),
            };
        }
        self.modules.contains_key(&at).then_some((at, rest))
    }

    /// Follows a name that a file has imported.
    fn resolve_name(
        &self,
        module: &Module,
        at: &ModulePath,
        path: &[String],
        steps: usize,
    ) -> Option<(ModulePath, Vec<String>)> {
        let follow = |to: &[String], rest: &[String]| {
            let full: Vec<String> = to.iter().chain(rest).cloned().collect();
            (full.first() != path.first()).then(|| self.resolve(at, &full, steps + 1)).flatten()
        };
        if let Some(import) = module.imports.get(&path[0]) {
            return follow(&import.path, &path[1..]);
        }
        let is_item = |(target, rest): &(ModulePath, Vec<String>)| {
            rest.first().is_some_and(|it| self.modules[target].items.contains(it))
        };
        module.globs.iter().find_map(|glob| follow(glob, path).filter(is_item))
    }
}

/// The groups of files that use one another in a circle, the largest first.
pub fn circles(uses: &Uses) -> Vec<Vec<&ModulePath>> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for module in uses.keys() {
        visit_after(
            module,
            &|it| uses[it].keys().filter(|it| uses.contains_key(*it)).collect(),
            &mut seen,
            &mut order,
        );
    }
    let users =
        |of: &ModulePath| uses.iter().filter(|(_, used)| used.contains_key(of)).map(|it| it.0).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for module in order.into_iter().rev() {
        let mut circle = Vec::new();
        visit_after(module, &users, &mut seen, &mut circle);
        found.push(circle);
    }
    found.retain(|circle| circle.len() > 1);
    found.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    found
}

/// Visits what can be reached and was not seen yet, each after all that it leads to.
fn visit_after<'a>(
    module: &'a ModulePath,
    next: &impl Fn(&ModulePath) -> Vec<&'a ModulePath>,
    seen: &mut BTreeSet<&'a ModulePath>,
    order: &mut Vec<&'a ModulePath>,
) {
    if !seen.insert(module) {
        return;
    }
    next(module).into_iter().for_each(|it| visit_after(it, next, seen, order));
    order.push(module);
}

/// Gathers what a file has in it.
struct Reader<'a> {
    module: &'a mut Module,
    /// How many items are around.
    depth: usize,
}

impl Reader<'_> {
    fn add_import(&mut self, tree: &UseTree, before: &[String], is_reexport: bool) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
        let mut add = |name: String, path: Vec<String>| {
            self.module.imports.insert(name, Import { path, is_reexport });
        };
        match tree {
            UseTree::Path(it) => self.add_import(&it.tree, &with(it.ident.to_string()), is_reexport),
            UseTree::Name(it) if it.ident == "self" => {
                let name = before.last().cloned().unwrap_or_default();
                add(name, before.to_vec());
            }
            UseTree::Name(it) => add(it.ident.to_string(), with(it.ident.to_string())),
            UseTree::Rename(it) if it.ident == "self" => add(it.rename.to_string(), before.to_vec()),
            UseTree::Rename(it) => add(it.rename.to_string(), with(it.ident.to_string())),
            UseTree::Glob(_) => self.module.globs.push(before.to_vec()),
            UseTree::Group(it) => it.items.iter().for_each(|it| self.add_import(it, before, is_reexport)),
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = match item {
            Item::Const(it) => (&it.attrs, Some(&it.ident)),
            Item::Enum(it) => (&it.attrs, Some(&it.ident)),
            Item::Fn(it) => (&it.attrs, Some(&it.sig.ident)),
            Item::Macro(it) => (&it.attrs, it.ident.as_ref()),
            Item::Static(it) => (&it.attrs, Some(&it.ident)),
            Item::Struct(it) => (&it.attrs, Some(&it.ident)),
            Item::Trait(it) => (&it.attrs, Some(&it.ident)),
            Item::Type(it) => (&it.attrs, Some(&it.ident)),
            Item::Mod(it) => (&it.attrs, None),
            Item::Impl(it) => (&it.attrs, None),
            Item::Use(it) => (&it.attrs, None),
            _ => return,
        };
        if is_for_tests(attributes) {
            return;
        }
        if self.depth == 0 {
            self.module.items.extend(name.map(ToString::to_string));
        }
        if let Item::Impl(it) = item
            && it.trait_.is_none()
            && let Type::Path(of) = &*it.self_ty
        {
            let path = of.path.segments.iter().map(|it| it.ident.to_string());
            self.module.impls.insert(path.collect());
        }
        match item {
            Item::Use(it) => self.add_import(&it.tree, &[], !matches!(it.vis, Visibility::Inherited)),
            Item::Mod(it) if it.content.is_none() => {
                self.module.children.insert(it.ident.to_string());
            }
            _ => {
                self.depth += 1;
                visit::visit_item(self, item);
                self.depth -= 1;
            }
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if !is_for_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.module.paths.insert(path.segments.iter().map(|it| it.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        visit::visit_macro(self, call);
        add_paths(call.tokens.clone(), &mut self.module.paths);
    }
}

/// Whether something is there only while tests are compiled.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| {
        it.path().is_ident("cfg")
            && it.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// Adds the paths among the arguments of a macro, which are no parsed code.
fn add_paths(tokens: TokenStream, paths: &mut BTreeSet<Vec<String>>) {
    let (mut path, mut colons) = (Vec::new(), 0);
    for token in tokens {
        match &token {
            TokenTree::Punct(it) if it.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Ident(it) if colons == 2 => path.push(it.to_string()),
            TokenTree::Ident(it) => {
                paths.insert(std::mem::replace(&mut path, vec![it.to_string()]));
            }
            _ => {
                paths.insert(std::mem::take(&mut path));
            }
        }
        if let TokenTree::Group(group) = token {
            add_paths(group.stream(), paths);
        }
        colons = 0;
    }
    paths.insert(path);
    paths.remove(&Vec::new());
}
